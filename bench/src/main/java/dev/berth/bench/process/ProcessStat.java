package dev.berth.bench.process;

/// The fields of `/proc/<pid>/stat` that we use.
///
/// @param parent process id of the parent
/// @param ticks user and system time of the process and of its children that it has waited for, in
///     clock ticks
record ProcessStat(long parent, long ticks) {
    private static final int PARENT = 1;
    private static final int UTIME = 11;
    private static final int CSTIME = 14;

    /// Reads one line. The command name may hold spaces and parentheses: fields count from the last
    /// `)`, so index 0 here is field 3 (state) of proc(5).
    static ProcessStat parse(String line) {
        String[] fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
        long ticks = 0;
        for (int i = UTIME; i <= CSTIME; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return new ProcessStat(Long.parseLong(fields[PARENT]), ticks);
    }
}
