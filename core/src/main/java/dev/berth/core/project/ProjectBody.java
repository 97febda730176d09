package dev.berth.core.project;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

import dev.berth.core.access.Role;
import dev.berth.core.allowlist.Allowlist;
import dev.berth.core.allowlist.AllowlistBody;
import dev.berth.core.api.Json;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A project in an answer (`Project`).
public record ProjectBody(
        long projectId,
        long ownerId,
        String name,
        String creationTime,
        String updateTime,
        String ownerName,
        long currentUserRoleId,
        List<Long> currentUserRoleIds,
        @JsonInclude(Include.ALWAYS) long repoCount,
        @Nullable Map<String, String> metadata,
        @Nullable AllowlistBody cveAllowlist) {
    /// Without an allowlist: those may be long.
    public static ProjectBody of(ListedProject listed) {
        return of(listed.project(), listed.repositories(), listed.role());
    }

    /// Without an allowlist.
    ///
    /// @param role of whoever asks
    static ProjectBody of(Project project, long repositories, Optional<Role> role) {
        return new ProjectBody(
                project.id(),
                project.ownerId(),
                project.name().text(),
                Json.time(project.createdAt()),
                Json.time(project.updatedAt()),
                project.ownerName(),
                role.map(Role::id).orElse(0L),
                role.map(Role::id).stream().toList(),
                repositories,
                project.shownMetadata(),
                null);
    }

    /// The same with the allowlist of the project.
    ProjectBody with(Allowlist allowlist) {
        return new ProjectBody(
                projectId,
                ownerId,
                name,
                creationTime,
                updateTime,
                ownerName,
                currentUserRoleId,
                currentUserRoleIds,
                repoCount,
                metadata,
                AllowlistBody.of(projectId, allowlist));
    }

    /// The same without what a list leaves out on demand.
    ProjectBody withoutDetail() {
        return new ProjectBody(
                projectId,
                ownerId,
                name,
                creationTime,
                updateTime,
                "",
                currentUserRoleId,
                currentUserRoleIds,
                repoCount,
                null,
                null);
    }

    /// What a project comes to (`ProjectSummary`); a number that the caller may not see is 0.
    record Summary(
            @JsonInclude(Include.ALWAYS) long repoCount,
            long projectAdminCount,
            long maintainerCount,
            long developerCount,
            long guestCount,
            long limitedGuestCount,
            @Nullable Quota quota) {
        static Summary of(long repositories, Map<Role, Long> members, @Nullable Quota quota) {
            return new Summary(
                    repositories,
                    members.getOrDefault(Role.PROJECT_ADMIN, 0L),
                    members.getOrDefault(Role.MAINTAINER, 0L),
                    members.getOrDefault(Role.DEVELOPER, 0L),
                    members.getOrDefault(Role.GUEST, 0L),
                    members.getOrDefault(Role.LIMITED_GUEST, 0L),
                    quota);
        }
    }

    /// How many bytes a project may take, and takes.
    record Quota(Bytes hard, Bytes used) {
        static Quota of(long hard, long used) {
            return new Quota(new Bytes(hard), new Bytes(used));
        }
    }

    record Bytes(@JsonInclude(Include.ALWAYS) long storage) {}

    /// Whether a project can be deleted now, and why not.
    record Deletable(boolean deletable, String message) {
        static Deletable of(Optional<String> reason) {
            return new Deletable(reason.isEmpty(), reason.orElse(""));
        }
    }
}
