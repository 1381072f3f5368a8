/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.journal;

/** What begins in a journal: one byte each. Their numbers are the format's, see {@code docs/recording.md}. */
final class Tag {
    static final int CALL = 1;
    static final int RETURNED = 2;
    static final int THREW = 3;
    static final int CALLBACK = 4;
    static final int BACK = 5;
    static final int BACK_THREW = 6;
    static final int END = 7;

    static final int NULL = 16;
    static final int FALSE = 17;
    static final int TRUE = 18;
    static final int INT = 19;
    static final int LONG = 20;
    static final int DOUBLE = 21;
    static final int STRING = 22;
    static final int BYTES = 23;
    static final int ENUM = 24;
    static final int RECORD = 25;
    static final int LIST = 26;
    static final int SET = 27;
    static final int MAP = 28;
    static final int DATA_KEY = 29;

    /** "PEERJRNL", read as a big-endian word. */
    static final long MAGIC = 0x504545524a524e4cL;

    static final int VERSION = 1;

    private Tag() {}
}
