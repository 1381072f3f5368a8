/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.model.RestoreDrop;
import io.peerage.model.RestoreException;
import io.peerage.model.RestoreReport;
import io.peerage.model.SnapshotItem;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each operation on files fails, one after another: the old snapshot or the new one is there, never neither. */
class SnapshotFailureTest {
    private static final Path FILE = Path.of("/nodes/peers.snapshot");
    private static final int PEERS = 1_500;

    private final MemoryFiles files = new MemoryFiles();
    private final PartsWorld world = new PartsWorld(2_048, 1).filled(PEERS);

    private RestoreReport restored(byte[] bytes) {
        MemoryFiles disk = new MemoryFiles();
        disk.put(FILE, bytes);
        return new SnapshotReader(new PartsWorld(2_048, 2).parts, disk).restore(FILE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whateverFailsTheOldOneOrTheNewOneIsThere(boolean forGood) throws IOException {
        SnapshotWriter writer = world.writer(files);
        files.failAt(Integer.MAX_VALUE, false);
        writer.write(FILE);
        int operations = files.operations();
        // Header, several blocks, force, close, replace, folder.
        assertThat(operations).isGreaterThan(8);
        byte[] old = files.get(FILE);
        for (int number = 0; number < 5; number++) {
            world.add(PEERS + number);
        }
        int failures = 0;
        for (int operation = 0; operation < operations; operation++) {
            files.put(FILE, old);
            files.failAt(operation, forGood);
            boolean isLast = operation == operations - 1;
            assertThatThrownBy(() -> writer.write(FILE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(FILE.toString())
                    .hasMessageContaining(isLast ? "is written, but" : "still is");
            failures++;
            if (isLast) {
                assertThat(restored(files.get(FILE)).isUndamaged()).isTrue();
            } else {
                assertThat(files.get(FILE)).as("after operation %s", operation).isSameAs(old);
                assertThat(files.afterPowerFailure(FILE)).isSameAs(old);
            }
            if (!forGood) {
                assertThat(files.count()).as("files left by operation %s", operation).isEqualTo(1);
            }
        }
        assertThat(failures).isEqualTo(operations);
        files.failAt(Integer.MAX_VALUE, false);
        assertThat(writer.write(FILE).bytes()).isGreaterThan(old.length);
        assertThat(files.afterPowerFailure(FILE)).isEqualTo(files.get(FILE));
    }

    @Test
    void readingThatFailsIsAnErrorThatSaysSo() throws IOException {
        world.writer(files).write(FILE);
        byte[] written = files.get(FILE);
        files.failAt(Integer.MAX_VALUE, false);
        RestoreReport whole =
                new SnapshotReader(new PartsWorld(2_048, 2).parts, files).restore(FILE);
        assertThat(whole.isUndamaged()).isTrue();
        int operations = files.operations();
        int unclear = 0;
        int harmless = 0;
        for (int operation = 0; operation < operations; operation++) {
            files.put(FILE, written);
            files.failAt(operation, false);
            SnapshotReader reader = new SnapshotReader(new PartsWorld(2_048, 2).parts, files);
            try {
                RestoreReport report = reader.restore(FILE);
                if (report.kept(SnapshotItem.ANCHORS) == 1) {
                    harmless++;
                    continue;
                }
                assertThat(report.dropped(RestoreDrop.NOT_CLEARED)).isEqualTo(1);
                assertThat(report.kept(SnapshotItem.ANCHORS)).isZero();
                unclear++;
            } catch (RestoreException e) {
                assertThat(e)
                        .hasMessageContaining("can't be read")
                        .hasCauseInstanceOf(IOException.class);
            }
        }
        assertThat(harmless).as("operations that only litter needs").isEqualTo(1);
        assertThat(unclear).as("operations that only anchors need").isEqualTo(1);
    }
}
