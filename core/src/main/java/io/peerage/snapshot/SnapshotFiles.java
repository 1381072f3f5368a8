/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The few things that a snapshot does to files.
 *
 * <p><b>Threading</b>: any thread; what is opened is used by one. <b>Errors</b>: {@link IOException}, after which what was opened is only
 * closed.
 */
interface SnapshotFiles {
    /** How the name of a file ends that is to take the place of another. */
    String LEFTOVER = ".tmp";

    /** A file being written. */
    interface Output extends AutoCloseable {
        /** Appends bytes, all of them. */
        void write(byte[] bytes, int length) throws IOException;

        /** Returns once everything that was written is on the disk. */
        void force() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** A file being read. */
    interface Input extends AutoCloseable {
        /** The length of the file. */
        long size() throws IOException;

        /** Reads bytes from a position of the file; fewer if it ends before. */
        int read(long position, byte[] target, int offset, int length) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Creates a file that isn't there yet, and that nobody but its owner may read. */
    Output create(Path file) throws IOException;

    /** Puts a file into the place of another, at one instant, whether or not there is another. */
    void replace(Path file, Path other) throws IOException;

    /** Returns once the folder's entries are on the disk. */
    void forceFolder(Path folder) throws IOException;

    /** Deletes a file, if it is there. */
    void delete(Path file) throws IOException;

    /** The files beside another whose names are its name, a dot, hexadecimal digits, and {@value #LEFTOVER}. */
    List<Path> leftovers(Path file) throws IOException;

    /** Opens a file; null if there is none. */
    @Nullable Input open(Path file) throws IOException;

    /** Overwrites bytes in the middle of a file, and returns once they are on the disk. */
    void overwrite(Path file, long position, byte[] bytes) throws IOException;
}
