/// Recurring work, each run once across all processes that share a database.
///
/// **Start at** [RecurringJob]: what a feature declares. [JobWorker] runs them; its queue is the
/// table `scheduled_task` of the library db-scheduler, which nothing else touches.
///
/// **Invariants**
/// - At one time at most one process runs a job; a process that dies is noticed by its missing
///   heartbeats, and another takes over.
/// - A job that fails is logged once, with its name, and runs again when it is next due.
/// - Because the process may die at any moment, work can begin again: it must be safe to repeat.
///
/// Tests run jobs on their own thread and clock with `testing.ManualJobs` of the test jar.
@NullMarked
package dev.berth.jobs;

import org.jspecify.annotations.NullMarked;
