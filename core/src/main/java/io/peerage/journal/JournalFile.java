/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes the file of a journal: a new one, for its owner only. Any thread; blocking. */
public final class JournalFile {
    private JournalFile() {}

    /** A stream to a new file. */
    public static OutputStream create(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ours =
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try {
            return Channels.newOutputStream(
                    FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            ours));
        } catch (FileAlreadyExistsException e) {
            throw new IOException(
                    file + " exists already; name another file, or move that one away", e);
        }
    }
}
