/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

import java.nio.file.Path;

/**
 * A file that a manager was to be restored from can't be read, is no snapshot, or is one of a later version. A damaged snapshot is none
 * of these: what is undamaged of it is restored, and the rest counted.
 *
 * <p><b>Threading</b>: immutable but for what every exception has. <b>Errors</b>: the message names file, cause and fix. <b>Origin</b>:
 * features K2.
 */
public final class RestoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception about a file.
     *
     * @param file the file
     * @param problem what is wrong with it
     * @param cause what was thrown
     */
    public RestoreException(Path file, String problem, Throwable cause) {
        super("snapshot " + file + ": " + problem, cause);
    }

    /**
     * An exception about a file, that nothing else caused.
     *
     * @param file the file
     * @param problem what is wrong with it
     */
    public RestoreException(Path file, String problem) {
        super("snapshot " + file + ": " + problem);
    }
}
