/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.journal;

/** What a replayed call threw. */
public final class ReplayedThrow extends Exception {
    private static final long serialVersionUID = 1L;

    private final String thrown;

    /** Around it. */
    public ReplayedThrow(Throwable cause) {
        super(cause);
        this.thrown = cause.getClass().getName();
    }

    /** The class of what was thrown. */
    String thrown() {
        return thrown;
    }
}
