package dev.berth.core.configuration;

import dev.berth.core.configuration.Item.Reach;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every item, in the order in which it is shown.
///
/// Those without a constant are kept for features that come later; which have an effect now is in
/// `docs/compatibility.md`.
///
/// Source: Harbor API v2.0, `Configurations`; Harbor's defaults.
public final class Items {
    /// How people log in.
    public static final Item<String> AUTH_MODE = shown(
            "auth_mode",
            Kind.oneOf("db_auth", "ldap_auth", "uaa_auth", "http_auth", "oidc_auth"),
            "db_auth");

    /// Whether the page goes straight to the external log-in.
    public static final Item<Boolean> PRIMARY_AUTH_MODE = flag("primary_auth_mode", false);

    /// Whether strangers may make themselves a user.
    public static final Item<Boolean> SELF_REGISTRATION = flag("self_registration", false);

    /// Who may create projects: `everyone` with an account, or `adminonly`.
    public static final Item<String> PROJECT_CREATION_RESTRICTION =
            shown("project_creation_restriction", Kind.oneOf("everyone", "adminonly"), "everyone");

    /// Whether everything that changes something is refused.
    public static final Item<Boolean> READ_ONLY = flag("read_only", false);

    /// How long an access token is valid, in minutes.
    public static final Item<Long> TOKEN_EXPIRATION = shown("token_expiration", Kind.count(), 30L);

    /// How long a robot is valid that does not say so itself, in days.
    public static final Item<Long> ROBOT_TOKEN_DURATION =
            shown("robot_token_duration", Kind.count(), 30L);

    /// What the names of robots begin with.
    public static final Item<String> ROBOT_NAME_PREFIX =
            shown("robot_name_prefix", Kind.something(), "robot$");

    /// After how many minutes without a request a session ends.
    public static final Item<Long> SESSION_TIMEOUT = shown("session_timeout", Kind.count(), 60L);

    /// Whether webhooks are sent.
    public static final Item<Boolean> NOTIFICATION_ENABLE = flag("notification_enable", true);

    /// Whether projects have a limit of storage.
    public static final Item<Boolean> QUOTA_PER_PROJECT_ENABLE =
            flag("quota_per_project_enable", true);

    /// The limit of a new project in bytes; -1 for none.
    public static final Item<Long> STORAGE_PER_PROJECT =
            shown("storage_per_project", Kind.limit(), -1L);

    /// What the page shows above everything, as JSON.
    public static final Item<String> BANNER_MESSAGE = text("banner_message");

    /// Where audit rows go besides the database: `host:port` of a syslog server over TCP.
    public static final Item<String> AUDIT_LOG_FORWARD_ENDPOINT =
            shown("audit_log_forward_endpoint", Kind.address(), "");

    /// Whether audit rows are only forwarded and not kept.
    public static final Item<Boolean> SKIP_AUDIT_LOG_DATABASE =
            flag("skip_audit_log_database", false);

    /// Event types that leave no audit row, divided by commas.
    public static final Item<String> DISABLED_AUDIT_LOG_EVENT_TYPES =
            text("disabled_audit_log_event_types");

    /// Whether pulls leave no audit row.
    public static final Item<Boolean> PULL_AUDIT_LOG_DISABLE = internal("pull_audit_log_disable");

    private static final List<Item<?>> OF_LATER_FEATURES = List.of(
            flag("scanner_skip_update_pulltime", false),
            internal("pull_time_update_disable"),
            internal("pull_count_update_disable"),
            shown("ldap_url", Kind.something(), ""),
            shown("ldap_base_dn", Kind.something(), ""),
            text("ldap_search_dn"),
            secret("ldap_search_password"),
            text("ldap_filter"),
            shown("ldap_uid", Kind.something(), "cn"),
            shown("ldap_scope", Kind.number(0, 2), 2L),
            shown("ldap_timeout", Kind.number(1, Integer.MAX_VALUE), 5L),
            flag("ldap_verify_cert", true),
            text("ldap_group_base_dn"),
            text("ldap_group_search_filter"),
            text("ldap_group_attribute_name"),
            shown("ldap_group_search_scope", Kind.number(0, 2), 2L),
            text("ldap_group_admin_dn"),
            shown("ldap_group_membership_attribute", Kind.text(), "memberof"),
            flag("ldap_group_attach_parallel", false),
            text("uaa_endpoint"),
            text("uaa_client_id"),
            secret("uaa_client_secret"),
            flag("uaa_verify_cert", false),
            text("http_authproxy_endpoint"),
            text("http_authproxy_tokenreview_endpoint"),
            text("http_authproxy_admin_groups"),
            text("http_authproxy_admin_usernames"),
            text("http_authproxy_server_certificate"),
            flag("http_authproxy_verify_cert", true),
            flag("http_authproxy_skip_search", false),
            text("oidc_name"),
            text("oidc_endpoint"),
            text("oidc_client_id"),
            secret("oidc_client_secret"),
            text("oidc_groups_claim"),
            text("oidc_admin_group"),
            text("oidc_group_filter"),
            text("oidc_scope"),
            text("oidc_user_claim"),
            flag("oidc_verify_cert", true),
            flag("oidc_auto_onboard", false),
            shown("oidc_extra_redirect_parms", Kind.texts(), "{}"),
            flag("oidc_logout", false));

    private static final List<Item<?>> IN_USE = List.of(
            AUTH_MODE,
            PRIMARY_AUTH_MODE,
            SELF_REGISTRATION,
            PROJECT_CREATION_RESTRICTION,
            READ_ONLY,
            TOKEN_EXPIRATION,
            ROBOT_TOKEN_DURATION,
            ROBOT_NAME_PREFIX,
            SESSION_TIMEOUT,
            NOTIFICATION_ENABLE,
            QUOTA_PER_PROJECT_ENABLE,
            STORAGE_PER_PROJECT,
            BANNER_MESSAGE,
            AUDIT_LOG_FORWARD_ENDPOINT,
            SKIP_AUDIT_LOG_DATABASE,
            DISABLED_AUDIT_LOG_EVENT_TYPES,
            PULL_AUDIT_LOG_DISABLE);

    private static final List<Item<?>> ALL =
            Stream.of(IN_USE, OF_LATER_FEATURES).flatMap(List::stream).toList();

    private static final Map<String, Item<?>> BY_KEY =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Item::key, Function.identity()));

    private Items() {}

    static List<Item<?>> all() {
        return ALL;
    }

    static Optional<Item<?>> find(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }

    private static Item<Boolean> flag(String key, boolean byDefault) {
        return shown(key, Kind.flag(), byDefault);
    }

    private static Item<String> text(String key) {
        return shown(key, Kind.text(), "");
    }

    private static <T> Item<T> shown(String key, Kind<T> kind, T byDefault) {
        return new Item<>(key, kind, byDefault, Reach.SHOWN);
    }

    private static Item<String> secret(String key) {
        return new Item<>(key, Kind.text(), "", Reach.SECRET);
    }

    private static Item<Boolean> internal(String key) {
        return new Item<>(key, Kind.flag(), false, Reach.INTERNAL);
    }
}
