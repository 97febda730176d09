package dev.berth.core.robot;

/// A robot was made; `projectId` is 0 for one of the installation, `name` is with the prefix.
public record RobotCreated(long id, String name, long projectId) {}
