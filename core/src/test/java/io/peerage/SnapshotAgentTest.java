/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.model.SnapshotItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features K3: now and then, and at close. */
class SnapshotAgentTest {
    @TempDir private Path folder;

    private final List<Throwable> errors = new ArrayList<>();

    @Test
    void writesEachTimeTheIntervalIsOver() throws IOException {
        Path file = folder.resolve("peers.snapshot");
        SnapshotWorld world = SnapshotWorld.fresh(file);
        world.learn();
        SnapshotAgent agent = new SnapshotAgent(world.manager, file, errors::add);
        assertThat(agent.doWork()).isZero();
        world.pass(15 * 60 - 1);
        assertThat(agent.doWork()).isZero();
        assertThat(file).doesNotExist();
        world.pass(1);
        assertThat(agent.doWork()).isEqualTo(1);
        assertThat(file).exists();
        assertThat(agent.doWork()).isZero();
        Files.delete(file);
        world.pass(15 * 60);
        assertThat(agent.doWork()).isEqualTo(1);
        Files.delete(file);
        agent.onClose();
        assertThat(world.restarted(0).manager.restored().kept(SnapshotItem.PERSISTENT))
                .isEqualTo(1);
        assertThat(errors).isEmpty();
    }

    @Test
    void whatFailsIsToldAndTriedAgainLater() throws IOException {
        Path file = folder.resolve("later").resolve("peers.snapshot");
        SnapshotWorld world = SnapshotWorld.fresh(folder.resolve("none"));
        SnapshotAgent agent =
                new SnapshotAgent(world.manager, file, Duration.ofSeconds(1), errors::add);
        world.pass(1);
        assertThat(agent.doWork()).isEqualTo(1);
        assertThat(errors).singleElement().isInstanceOf(IOException.class);
        assertThat(agent.doWork()).isZero();
        Files.createDirectory(file.getParent());
        world.pass(1);
        assertThat(agent.doWork()).isEqualTo(1);
        assertThat(file).exists();
        assertThat(errors).hasSize(1);
    }

    @Test
    void intervalsOutOfRangeAreRefused() {
        SnapshotWorld world = SnapshotWorld.fresh(folder.resolve("none"));
        assertThatThrownBy(
                        () ->
                                new SnapshotAgent(
                                        world.manager, folder, Duration.ofMillis(999), errors::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0.999S")
                .hasMessageContaining("1 s to 365 days");
    }
}
