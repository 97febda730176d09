package dev.berth.core.robot;

/// A robot was granted something else, switched on or off, or has another secret.
public record RobotUpdated(long id, String name, long projectId) {}
