/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

/**
 * Writes one JSON object with nested objects. <b>Threading</b>: one thread. Numbers that JSON doesn't know are written as 0.
 */
final class JsonWriter {
    private final StringBuilder text = new StringBuilder("{");
    private int depth = 1;
    private boolean empty = true;

    JsonWriter number(String name, long value) {
        return member(name, Long.toString(value));
    }

    JsonWriter number(String name, double value) {
        return member(name, Double.isFinite(value) ? Text.format("%.4f", value) : "0");
    }

    JsonWriter flag(String name, boolean value) {
        return member(name, Boolean.toString(value));
    }

    JsonWriter string(String name, String value) {
        return member(name, quoted(value));
    }

    JsonWriter strings(String name, Iterable<String> values) {
        StringBuilder list = new StringBuilder("[");
        for (String value : values) {
            list.append(list.length() > 1 ? ", " : "").append(quoted(value));
        }
        return member(name, list.append(']').toString());
    }

    JsonWriter numbers(String name, double[] values) {
        StringBuilder list = new StringBuilder("[");
        for (double value : values) {
            list.append(list.length() > 1 ? ", " : "").append(Text.format("%.4f", value));
        }
        return member(name, list.append(']').toString());
    }

    JsonWriter open(String name) {
        member(name, "{");
        depth++;
        empty = true;
        return this;
    }

    JsonWriter close() {
        depth--;
        if (!empty) {
            line();
        }
        text.append('}');
        empty = false;
        return this;
    }

    /** Closes the object itself; the whole text. */
    String end() {
        close();
        return text.append('\n').toString();
    }

    private JsonWriter member(String name, String value) {
        text.append(empty ? "" : ",");
        line();
        text.append(quoted(name)).append(": ").append(value);
        empty = false;
        return this;
    }

    private void line() {
        text.append('\n').append("  ".repeat(depth));
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(Text.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
