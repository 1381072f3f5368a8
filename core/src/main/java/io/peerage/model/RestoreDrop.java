/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * Why something that a snapshot holds was not restored.
 *
 * <p><b>Threading</b>: immutable, any thread; wait-free. <b>Origin</b>: features K2.
 */
public enum RestoreDrop {
    /** There was no room: the manager holds less than the one that wrote the file, or hashes to other places. */
    NO_ROOM,
    /** An id, address, key or record is longer than is configured. */
    TOO_LONG,
    /** Its time is over. */
    OVER,
    /** The manager was built without the part that it belongs to, or for other widths of prefixes. */
    NOT_CONFIGURED,
    /** It is about this node itself. */
    SELF,
    /** It is known already, or better. */
    KNOWN,
    /** It can't be right, though the file is undamaged there. */
    MALFORMED,
    /** Anchors are used once, and the file could not be told that they were. */
    NOT_CLEARED
}
