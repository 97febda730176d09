package dev.berth.core.allowlist;

import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;
import dev.berth.core.api.Json;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// An allowlist on the wire, in both directions (`CVEAllowlist`); times are not read.
public record AllowlistBody(
        long projectId,
        @Nullable Long expiresAt,
        @Nullable List<Item> items,
        @Nullable String creationTime,
        @Nullable String updateTime) {
    record Item(@Nullable String cveId) {}

    public static AllowlistBody of(long project, Allowlist list) {
        return new AllowlistBody(
                project,
                list.expiresAt().orElse(null),
                list.items().stream().map(Item::new).toList(),
                Json.time(list.createdAt()),
                Json.time(list.updatedAt()));
    }

    /// What was sent, for `project`.
    ///
    /// @throws HarborException for a list that cannot be, or that names another project
    public Allowlist read(long project) {
        if (projectId != 0 && projectId != project) {
            throw new HarborException(
                    ErrorCode.BAD_REQUEST, "the CVE allowlist is that of another project");
        }
        var ids = Optional.ofNullable(items).orElse(List.of()).stream()
                .map(item ->
                        item == null || item.cveId() == null ? "" : item.cveId().strip())
                .toList();
        try {
            return new Allowlist(
                    ids, Optional.ofNullable(expiresAt), Allowlist.NEVER, Allowlist.NEVER);
        } catch (IllegalArgumentException e) {
            throw new HarborException(ErrorCode.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}
