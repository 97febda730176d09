package dev.berth.core.member;

import dev.berth.core.project.Member;

/// A member in an answer (`ProjectMemberEntity`).
record MemberBody(
        long id,
        long projectId,
        String entityName,
        String roleName,
        long roleId,
        long entityId,
        String entityType) {
    /// As Harbor's API writes that the member is a user.
    private static final String USER = "u";

    static MemberBody of(Member member) {
        return new MemberBody(
                member.id(),
                member.projectId(),
                member.accountName(),
                member.role().word(),
                member.role().id(),
                member.accountId(),
                USER);
    }
}
