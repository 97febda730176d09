package dev.berth.bench.report;

import java.util.List;

/// Rows of cells as aligned text: the first column to the left, the others to the right.
final class Columns {
    private static final String INDENT = "  ";
    private static final String GAP = "  ";

    private Columns() {}

    /// A row of two cells only, in a wider table, is a remark: its second cell takes the whole
    /// line.
    static String align(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size() && !isRemark(row, columns); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
            widths[0] = Math.max(widths[0], row.getFirst().length());
        }
        var text = new StringBuilder();
        for (List<String> row : rows) {
            text.append(INDENT).append(pad(row.getFirst(), widths[0]));
            for (int i = 1; i < row.size(); i++) {
                int missing =
                        isRemark(row, columns) ? 0 : widths[i] - row.get(i).length();
                text.append(GAP).append(" ".repeat(missing)).append(row.get(i));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static boolean isRemark(List<String> row, int columns) {
        return row.size() == 2 && columns > 2;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
