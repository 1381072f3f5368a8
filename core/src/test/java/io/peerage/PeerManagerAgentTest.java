/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.peerage.model.Connectedness;
import io.peerage.testing.Node;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;

class PeerManagerAgentTest {
    @Test
    void anInvokerTicksInTheCallersLoop() {
        Node node = new Node(builder -> builder);
        AgentInvoker invoker =
                new AgentInvoker(
                        error -> {
                            throw new AssertionError(error);
                        },
                        null,
                        new PeerManagerAgent(node.manager()));
        long peer = node.peer(1);
        node.connectInbound(peer);
        invoker.start();
        assertThat(invoker.invoke()).isEqualTo(1);
        assertThat(node.log().peers()).containsExactly(peer);
        assertThat(invoker.invoke()).isZero();
        invoker.close();
    }

    @Test
    void aRunnerTicksOnAThreadOfItsOwn() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        String[] thread = new String[1];
        PeerManager manager =
                PeerManager.builder()
                        .listener(
                                new io.peerage.event.LifecycleListener() {
                                    @Override
                                    public void onConnected(long peer, int flaps) {
                                        thread[0] = Thread.currentThread().getName();
                                        told.countDown();
                                    }

                                    @Override
                                    public void onDisconnected(long peer, int flaps) {}
                                })
                        .build();
        AgentRunner runner =
                new AgentRunner(
                        new YieldingIdleStrategy(),
                        error -> {
                            throw new AssertionError(error);
                        },
                        null,
                        new PeerManagerAgent(manager, "its owner"));
        AgentRunner.startOnThread(runner);
        manager.establishInbound(manager.admitInbound(0, 0), new byte[] {1});
        told.await();
        runner.close();
        assertThat(thread[0]).isEqualTo("its owner");
    }

    /** Admission and counting need no owner; who looks can see that there is none. */
    @Test
    void anOwnerThatStoppedIsSeenAndDoesNoHarm() {
        Node node = new Node(builder -> builder);
        PeerManager manager = node.manager();
        manager.tick();
        node.clock().advance(Duration.ofMinutes(5));
        assertThat(manager.nanosSinceTick()).isEqualTo(Duration.ofMinutes(5).toNanos());
        long peer = node.peer(1);
        long connection = node.connectInbound(peer);
        node.failDials(node.peer(2), 1);
        assertThat(manager.inbound()).isEqualTo(1);
        assertThat(manager.connectedness(node.peer(2))).isEqualTo(Connectedness.BACKING_OFF);
        node.clock().advance(Duration.ofMinutes(10));
        assertThat(manager.connectedness(node.peer(2))).isEqualTo(Connectedness.CANDIDATE);
        node.close(connection);

        assertThat(manager.tick()).isPositive();
        assertThat(manager.nanosSinceTick()).isZero();
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    void aTickAtAGivenTimeReclaimsWhatIsDueThen() {
        Node node = new Node(builder -> builder);
        node.inbound();
        long now = node.clock().nanoTime();
        assertThat(node.manager().tick(now + Node.LEASE.toNanos() - 1)).isZero();
        assertThat(node.manager().tick(now + Node.LEASE.toNanos())).isEqualTo(1);
    }

    @Test
    void nullsAreNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> new PeerManagerAgent(null))
                .withMessageContaining("manager is null");
        assertThat(new PeerManagerAgent(PeerManager.builder().build()).roleName())
                .isEqualTo("peerage");
    }
}
