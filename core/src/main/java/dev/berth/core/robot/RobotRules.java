package dev.berth.core.robot;

/// What administrators may set about robots while the installation runs; asked each time.
public interface RobotRules {
    /// What the names of all robots are shown with and log in with; not empty.
    String namePrefix();

    /// How long a new robot lasts if nobody says otherwise, in days; more than 0.
    long durationDays();
}
