package dev.berth.core.robot;

/// A robot was removed by somebody; one that goes with its project is not told.
public record RobotDeleted(long id, String name, long projectId) {}
