/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.PeerManager;
import io.peerage.PeerManagerAgent;
import io.peerage.testing.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interrupts change nothing but the loop that they are meant for. */
class InterruptTest {
    @TempDir private Path folder;

    @AfterEach
    void noInterruptIsLeft() {
        Thread.interrupted();
    }

    @Test
    void anInterruptedThreadCallsAndTicksAsAnyOtherAndStaysInterrupted() {
        FaultyNode sound = new FaultyNode(Callback.CONNECTED, () -> {});
        sound.live();
        FaultyNode node = new FaultyNode(Callback.CONNECTED, () -> {});
        Thread.currentThread().interrupt();

        node.live();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(node.told).isEqualTo(sound.told);
        assertThat(node.errors).isEmpty();
        assertThat(node.manager.verify()).isEmpty();
    }

    @Test
    void anInterruptedAgentEndsAndAnotherOwnerGoesOn() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        FaultyNode node =
                new FaultyNode(
                        Callback.CONNECTED,
                        () -> {
                            inside.countDown();
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        AgentRunner runner =
                new AgentRunner(
                        BusySpinIdleStrategy.INSTANCE,
                        error -> {
                            throw new AssertionError(error);
                        },
                        null,
                        new PeerManagerAgent(node.manager));
        AgentRunner.startOnThread(runner);
        node.connect(1);
        inside.await();
        node.connect(2);

        runner.thread().interrupt();
        runner.thread().join();

        assertThat(runner.isClosed()).isTrue();
        // Its last round was a whole one, or the next owner's first one tells the rest.
        never.countDown();
        node.manager.tick();
        assertThat(node.calls.get(Callback.CONNECTED)).isEqualTo(2);
        assertThat(node.manager.verify()).isEmpty();
    }

    @Test
    void aSnapshotThatIsInterruptedLeavesTheOneBefore() throws IOException {
        Path file = folder.resolve("peers.snapshot");
        FaultyNode node = new FaultyNode(Callback.CONNECTED, () -> {});
        node.live();
        node.manager.snapshot(file);
        byte[] before = Files.readAllBytes(file);
        node.connect(9);

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> node.manager.snapshot(file)).isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).as("the interrupt is still to be seen").isTrue();

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        node.manager.snapshot(file);
        assertThat(Files.readAllBytes(file)).isNotEqualTo(before);
        assertThat(PeerManager.builder().restoreFrom(file).build().restored().isUndamaged())
                .isTrue();
        try (var files = Files.list(folder)) {
            assertThat(files).as("nothing else is left behind").containsExactly(file);
        }
        assertThat(node.manager.lookup(Ids.id(9))).isPositive();
    }
}
