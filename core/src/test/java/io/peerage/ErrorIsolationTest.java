/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static io.peerage.testing.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.event.LifecycleListener;
import io.peerage.model.Counter;
import io.peerage.model.Direction;
import io.peerage.model.Result;
import io.peerage.testing.LifecycleLog;
import io.peerage.testing.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What user code does inside a tick: throw, call back in, or stay (architecture, "user code runs only on the owner"). */
class ErrorIsolationTest {
    private static final class UserException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Logs, and then throws or does something else. */
    private static final class Hook implements LifecycleListener {
        final LifecycleLog log = new LifecycleLog();
        final AtomicReference<Runnable> then = new AtomicReference<>(() -> {});

        @Override
        public void onConnected(long peer, int flaps) {
            log.onConnected(peer, flaps);
            then.get().run();
        }

        @Override
        public void onDisconnected(long peer, int flaps) {
            log.onDisconnected(peer, flaps);
            then.get().run();
        }

        @Override
        public void onTicketExpired(long ticket, Direction direction) {
            log.onTicketExpired(ticket, direction);
            then.get().run();
        }
    }

    private final Hook hook = new Hook();
    private final List<Throwable> reported = new ArrayList<>();

    private Node node() {
        return new Node(b -> b.listener(hook).errorHandler(reported::add).maxPerPeer(1));
    }

    private static void fail() {
        throw new UserException();
    }

    @Test
    void aListenerThatThrowsStopsNobodyElse() {
        Node node = node();
        hook.then.set(ErrorIsolationTest::fail);
        for (int i = 0; i < 60; i++) {
            node.close(node.connectInbound(node.peer(i)));
        }
        long forgotten = node.inbound();
        node.clock().advance(Node.LEASE);

        assertThat(node.manager().tick()).isEqualTo(61);
        assertThat(hook.log.expired()).containsExactly(forgotten);
        for (int i = 0; i < 60; i++) {
            assertThat(hook.log.of(node.peer(i))).containsExactly("connected 0", "disconnected 0");
        }
        assertThat(node.manager().counter(Counter.LISTENER_FAILURES)).isEqualTo(121);
        assertThat(reported).hasSize(121).hasOnlyElementsOfType(UserException.class);
        assertThat(node.manager().tick()).isZero();
    }

    @Test
    void anErrorIsReportedLikeAnException() {
        Node node = node();
        Error error = new StackOverflowError("from user code");
        hook.then.set(
                () -> {
                    throw error;
                });
        node.connectInbound(node.peer(1));
        node.manager().tick();
        assertThat(reported).containsExactly(error);
    }

    @Test
    void aSinkThatThrowsStopsNobodyElse() {
        Node node =
                new Node(
                        b ->
                                b.localId(id(50))
                                        .maxPerPeer(1)
                                        .commandSink((connection, reason) -> fail())
                                        .errorHandler(reported::add));
        for (int i = 0; i < 3; i++) {
            node.connectOutbound(node.peer(i));
            node.connectInbound(node.peer(i));
        }
        node.manager().tick();
        assertThat(node.manager().counter(Counter.CLOSE_COMMANDS)).isEqualTo(3);
        assertThat(node.manager().counter(Counter.SINK_FAILURES)).isEqualTo(3);
        assertThat(reported).hasSize(3);
        assertThat(node.log().peers()).as("lifecycle went on").hasSize(3);
    }

    @Test
    void anErrorHandlerThatThrowsIsCounted() {
        Node node =
                new Node(
                        b ->
                                b.listener(hook)
                                        .errorHandler(
                                                error -> {
                                                    throw new UserException();
                                                }));
        hook.then.set(ErrorIsolationTest::fail);
        node.connectInbound(node.peer(1));
        node.connectInbound(node.peer(2));
        node.manager().tick();
        assertThat(node.manager().counter(Counter.HANDLER_FAILURES)).isEqualTo(2);
        assertThat(hook.log.peers()).hasSize(2);
    }

    @Test
    void aListenerMayCallBackIn() {
        Node node = node();
        long peer = node.peer(1);
        long connection = node.connectInbound(peer);
        List<Result> answers = new ArrayList<>();
        hook.then.set(
                () -> {
                    hook.then.set(() -> {});
                    answers.add(node.close(connection));
                    assertThat(node.manager().release(peer)).isEqualTo(Result.RELEASED.code());
                    assertThat(node.peer(1)).isEqualTo(peer);
                    answers.add(node.show(node.inbound(), peer));
                    assertThat(node.dial(node.peer(2))).isPositive();
                    assertThat(node.manager().tick()).as("a tick in a tick").isZero();
                });
        node.manager().tick();
        assertThat(reported).isEmpty();
        assertThat(answers).containsExactly(Result.LAST_CONNECTION, Result.FIRST_CONNECTION);
        node.manager().tick();
        assertThat(hook.log.of(peer))
                .containsExactly("connected 0", "disconnected 0", "connected 0");
        assertThat(node.manager().verify()).isEmpty();
    }

    /** Aeron's timer wheel unlinked after its handler, so that what the handler re-armed was lost (style, pitfall 7). */
    @Test
    void aPeerThatAListenerReleasesIsRecycledByThisTick() {
        Node node = node();
        long peer = node.peer(1);
        node.close(node.connectInbound(peer));
        hook.then.set(() -> node.manager().release(peer));
        node.manager().tick();
        assertThat(reported).isEmpty();
        node.manager().tick();
        assertThat(node.manager().registeredPeers()).isZero();
        assertThat(node.manager().verify()).isEmpty();
    }

    @Test
    void aSecondThreadThatTicksIsRefused() throws InterruptedException {
        Node node = node();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        hook.then.set(
                () -> {
                    inside.countDown();
                    awaitQuietly(leave);
                });
        node.connectInbound(node.peer(1));
        Thread owner = new Thread(node.manager()::tick, "owner");
        owner.start();
        inside.await();
        assertThatThrownBy(node.manager()::tick)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one thread at a time");
        leave.countDown();
        owner.join();
        assertThat(node.manager().tick()).as("afterwards it may").isZero();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
