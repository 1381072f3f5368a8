/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.journal;

import java.io.IOException;

/** A file is no journal, or one that can't be replayed; the message says which, and where. */
public final class JournalException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With what is wrong, and what to do. */
    public JournalException(String message) {
        super(message);
    }
}
