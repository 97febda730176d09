package dev.berth.oci;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Text of a client as it may appear in an answer: short, and visibly quoted.
final class Texts {
    private static final int SHOWN_MAX = 100;

    private Texts() {}

    static String quoted(String text) {
        return '"' + shortened(text) + '"';
    }

    static SequencedMap<String, String> detail(String name, String value) {
        var detail = new LinkedHashMap<String, String>();
        detail.put(name, shortened(value));
        return detail;
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
    }
}
