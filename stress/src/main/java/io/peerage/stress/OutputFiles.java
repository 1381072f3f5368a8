/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The files that a command was asked to write. <b>Threading</b>: one thread. */
final class OutputFiles {
    private final Usage usage;

    OutputFiles(Usage usage) {
        this.usage = usage;
    }

    /**
     * Checks that a file can be written, which nobody has to have asked for: before the work, so that nobody waits for figures
     * that then have nowhere to go.
     */
    void check(String option, @Nullable Path file) {
        if (file == null) {
            return;
        }
        boolean existed = Files.exists(file);
        try {
            Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE).close();
            if (!existed) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw usage.bad(option + " file " + file + " can't be written: " + reason(e));
        }
    }

    /** Writes a file, if it was asked for. */
    void write(@Nullable Path file, Supplier<String> content) {
        if (file == null) {
            return;
        }
        try {
            Files.writeString(file, content.get());
        } catch (IOException e) {
            throw usage.bad(file + " can't be written: " + reason(e));
        }
    }

    /** Makes a directory that was asked for, before the work too. */
    void makeDirectory(String option, @Nullable Path directory) {
        if (directory == null) {
            return;
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw usage.bad(option + " directory " + directory + " can't be made: " + reason(e));
        }
    }

    /** Writes files, by name, into a directory, if one was asked for. */
    void writeAll(@Nullable Path directory, Supplier<Map<String, String>> contents) {
        if (directory != null) {
            contents.get()
                    .forEach((name, content) -> write(directory.resolve(name), () -> content));
        }
    }

    static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "")
                + (e.getMessage() == null ? "" : " " + e.getMessage());
    }
}
