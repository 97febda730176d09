package dev.berth.core.project;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.berth.core.allowlist.Allowlist;
import dev.berth.core.allowlist.AllowlistBody;
import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The body of a request about a project (`ProjectReq`); what is absent is null.
record ProjectRequest(
        @Nullable String projectName,
        @JsonProperty("public") @Nullable Boolean isPublic,
        @Nullable Map<String, @Nullable String> metadata,
        @Nullable AllowlistBody cveAllowlist,
        @Nullable Long storageLimit,
        @Nullable Long registryId) {
    /// Harbor's bound: 1024 TiB.
    private static final long STORAGE_LIMIT_MAX = 1L << 50;

    /// The project that is asked for.
    ///
    /// @param limited whether the caller may set a limit; else what they send is not looked at
    /// @param usualLimit where no limit is set
    NewProject read(boolean limited, long usualLimit) {
        if (registryId != null && registryId != 0) {
            throw badRequest("there are no proxy-cache projects yet; leave out registry_id");
        }
        var said = said();
        boolean open = said.containsKey(Metadata.PUBLIC)
                ? Boolean.parseBoolean(said.remove(Metadata.PUBLIC))
                : Boolean.TRUE.equals(isPublic);
        return new NewProject(
                ProjectName.ofNew(projectName == null ? "" : projectName),
                open,
                said,
                limited ? limit().orElse(usualLimit) : usualLimit,
                allowlist(0));
    }

    SequencedMap<String, String> said() {
        return Metadata.read(metadata);
    }

    /// The list that comes with it, if one does.
    Optional<Allowlist> allowlist(long project) {
        return Optional.ofNullable(cveAllowlist).map(list -> list.read(project));
    }

    /// The limit that comes with it; 0 says nothing.
    Optional<Long> limit() {
        var limit = Optional.ofNullable(storageLimit).filter(bytes -> bytes != 0);
        limit.ifPresent(bytes -> {
            if (bytes < Project.UNLIMITED || bytes > STORAGE_LIMIT_MAX) {
                throw badRequest("storage_limit is -1, or bytes up to 1024 TiB");
            }
        });
        return limit;
    }

    private static HarborException badRequest(String message) {
        return new HarborException(ErrorCode.BAD_REQUEST, message);
    }
}
