/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.config.ConfigException;
import io.peerage.config.DialConfig;
import io.peerage.config.PruneConfig;
import io.peerage.event.LifecycleListener;
import io.peerage.model.BanReason;
import io.peerage.model.CloseReason;
import io.peerage.model.Connectedness;
import io.peerage.model.Counter;
import io.peerage.model.Direction;
import io.peerage.model.IpAddress;
import io.peerage.model.Outcome;
import io.peerage.model.RestoreException;
import io.peerage.model.Result;
import io.peerage.testing.Docs;
import io.peerage.testing.FakeClock;
import io.peerage.testing.LifecycleLog;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The likeliest mistakes, in the order of the guide's table: each is told, with what was given, what is allowed and what to do. */
class LikelyMistakesTest {
    private static final byte[] ADDRESS = {(byte) 203, 0, 113, 7};
    private static final byte[] ID = "the id of somebody".getBytes(StandardCharsets.US_ASCII);

    private final FakeClock clock = new FakeClock(0);

    @TempDir private Path folder;

    @Test
    void everyRowOfTheGuideHasATest() {
        List<String> tested =
                Arrays.stream(LikelyMistakesTest.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(DisplayName.class))
                        .map(LikelyMistakesTest::row)
                        .toList();
        List<String> rows =
                Docs.table("guide.md", "mistake").stream().map(row -> row.get(0)).toList();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(10);
        assertThat(tested).containsExactlyInAnyOrderElementsOf(rows);
    }

    private static String row(Method method) {
        return method.getAnnotation(DisplayName.class).value();
    }

    @Test
    @DisplayName("nobody calls `tick()`")
    void nobodyTicks() {
        LifecycleLog log = new LifecycleLog();
        PeerManager manager = PeerManager.builder().clock(clock).listener(log).build();
        manager.establishInbound(manager.admitInbound(ADDRESS), ID);
        assertThat(manager.explain().dump()).doesNotContain("call tick()");

        clock.advance(Duration.ofMinutes(2));

        assertThat(manager.nanosSinceTick()).isEqualTo(Duration.ofMinutes(2).toNanos());
        assertThat(manager.explain().dump())
                .contains("; meanwhile nobody is told anything")
                .contains("call tick()");
        manager.tick();
        assertThat(manager.explain().dump()).doesNotContain("call tick()");
    }

    @Test
    @DisplayName("two threads call `tick()`")
    void twoThreadsTick() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        PeerManager manager =
                PeerManager.builder().listener(new StuckListener(inside, leave)).build();
        manager.establishInbound(manager.admitInbound(ADDRESS), ID);
        Thread first = new Thread(manager::tick, "first-owner");
        first.start();
        inside.await();

        assertThatThrownBy(manager::tick)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        "thread " + Thread.currentThread().getId() + " ticks",
                        "while thread " + first.getId(),
                        "one thread at a time may own a manager");

        leave.countDown();
        first.join();
        manager.tick();
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    @DisplayName("`dialing` without a sink that dials")
    void nobodyDials() {
        List<LogRecord> logged = new ArrayList<>();
        Logger logger = Logger.getLogger("io.peerage");
        Handler handler = new Keeping(logged);
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
        try {
            PeerManager manager =
                    PeerManager.builder()
                            .clock(clock)
                            .concurrency(1)
                            .dialing(DialConfig.DEFAULT.withOutboundTarget(2))
                            .build();
            for (int i = 0; i < 2; i++) {
                manager.dialing()
                        .offer(
                                manager.register(new byte[] {(byte) i}),
                                new byte[] {9, (byte) i, 1, 1});
            }
            for (int i = 0; i < 60; i++) {
                clock.advance(Duration.ofSeconds(1));
                manager.tick();
            }
            assertThat(manager.counter(Counter.SINK_FAILURES)).isGreaterThan(1);
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        assertThat(logged).hasSize(1);
        assertThat(logged.get(0).getMessage()).contains("SINK_FAILURES", "errorHandler");
        assertThat(logged.get(0).getThrown())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContainingAll("dialing is configured", "override CommandSink.dial");
    }

    @Test
    @DisplayName("a failed handshake is neither abandoned nor closed")
    void nobodyEndsTheTicket() {
        List<Long> expired = new ArrayList<>();
        PeerManager manager =
                PeerManager.builder().clock(clock).listener(new Expiries(expired)).build();
        long ticket = manager.admitInbound(ADDRESS);
        clock.advance(Duration.ofSeconds(16));
        manager.tick();

        assertThat(expired).containsExactly(ticket);
        assertThat(manager.counter(Counter.TICKETS_EXPIRED)).isEqualTo(1);
        assertThat(manager.pendingInbound()).isZero();
        assertThat(Outcome.result(manager.establishInbound(ticket, ID)))
                .isEqualTo(Result.TICKET_EXPIRED);
    }

    @Test
    @DisplayName("a Close command is carried out, but `close(handle)` isn't called")
    void nobodyTellsOfTheClose() {
        List<CloseReason> commanded = new ArrayList<>();
        PeerManager manager =
                PeerManager.builder()
                        .clock(clock)
                        .commandSink((connection, reason) -> commanded.add(reason))
                        .build();
        long connection = manager.admitInbound(ADDRESS);
        manager.establishInbound(connection, ID);
        manager.bans().ban(manager.lookup(ID), BanReason.BY_HAND);
        for (int i = 0; i < 30; i++) {
            manager.tick();
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(commanded).hasSize(1);
        assertThat(manager.counter(Counter.CLOSES_FORCED)).isEqualTo(1);
        assertThat(manager.inbound()).isZero();
        assertThat(Outcome.result(manager.close(connection))).isEqualTo(Result.ALREADY_CLOSED);
    }

    @Test
    @DisplayName("a peer's handle where a connection's belongs, or another manager's")
    void handlesAreMixedUp() {
        PeerManager manager = PeerManager.builder().build();
        PeerManager other = PeerManager.builder().build();
        long peer = manager.register(ID);
        long foreign = other.admitInbound(ADDRESS);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> manager.close(peer))
                .withMessageContainingAll(Long.toHexString(peer), "not interchangeable");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> manager.close(foreign))
                .withMessageContainingAll(
                        Long.toHexString(foreign),
                        "belongs to manager",
                        "pass handles only to the manager that gave them out");
        assertThat(manager.inbound() + other.inbound()).isZero();
    }

    @Test
    @DisplayName("closing twice, or using a handle after its end")
    void handlesAreUsedTooLate() {
        PeerManager manager = PeerManager.builder().build();
        long connection = manager.admitInbound(ADDRESS);
        manager.establishInbound(connection, ID);
        long peer = manager.lookup(ID);
        assertThat(Outcome.result(manager.close(connection))).isEqualTo(Result.LAST_CONNECTION);

        assertThat(Outcome.result(manager.close(connection))).isEqualTo(Result.ALREADY_CLOSED);
        assertThat(Outcome.result(manager.establishInbound(connection, ID)))
                .isEqualTo(Result.TICKET_EXPIRED);
        assertThat(manager.inbound()).isZero();
        assertThat(manager.refused(Result.ALREADY_CLOSED)).isEqualTo(1);

        manager.tick();
        assertThat(manager.release(peer)).isEqualTo(Result.RELEASED.code());
        assertThat(manager.connectedness(peer)).isEqualTo(Connectedness.UNKNOWN);
        assertThat(Result.ofRefusal(manager.admitOutbound(peer, ADDRESS)))
                .isEqualTo(Result.UNKNOWN_PEER);
    }

    @Test
    @DisplayName("an id or an address as text, or too long")
    void bytesAreNoBytes() {
        PeerManager manager = PeerManager.builder().build();
        byte[] text = "203.0.113.7".getBytes(StandardCharsets.US_ASCII);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> manager.admitInbound(text))
                .withMessage(
                        "an address of 11 bytes is neither IPv4 (4) nor IPv6 (16) nor none (0); pass the raw address bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpAddress.parse("203.0.113.7:4001"))
                .withMessageContainingAll("'203.0.113.7:4001'", "write it as 203.0.113.7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> manager.register(new byte[49]))
                .withMessageContainingAll("id length 49 is outside 1 to 48", "maxIdBytes");
        assertThat(manager.pendingInbound()).isZero();
        assertThat(manager.registeredPeers()).isZero();
    }

    @Test
    @DisplayName("limits that contradict each other, times in a wrong unit")
    void settingsContradictEachOther() {
        assertThatThrownBy(
                        () ->
                                PeerManager.builder()
                                        .maxPeers(0)
                                        .maxConnections(100)
                                        .maxInbound(120)
                                        .pruning(PruneConfig.GO_LIBP2P.watermarks(90, 80))
                                        .inboundLease(Duration.ofHours(15))
                                        .outboundLease(Duration.ofNanos(15))
                                        .build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(
                        "maxPeers is 0, allowed are 1 to 16000000; set",
                        "maxInbound 120 is above maxConnections 100; lower it or raise maxConnections",
                        "low watermark is 90, allowed are 0 to 80; set",
                        "inboundLease is 15 h, allowed are 1 ms to 1 h; set",
                        "outboundLease is 15 ns, allowed are 1 ms to 1 h; set")
                .extracting(problem -> ((ConfigException) problem).problems().size())
                .isEqualTo(5);
    }

    @Test
    @DisplayName("a high watermark above the limit on connections")
    void nothingIsEverTrimmed() {
        assertThatThrownBy(
                        () ->
                                PeerManager.builder()
                                        .maxConnections(100)
                                        .pruning(PruneConfig.GO_LIBP2P)
                                        .build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(
                        "high watermark 192 is above maxConnections 100",
                        "nothing is ever trimmed",
                        "raise maxConnections");
    }

    @Test
    @DisplayName("a listener or a sink that throws")
    void theListenerThrows() {
        List<Throwable> told = new ArrayList<>();
        PeerManager manager =
                PeerManager.builder().listener(new Throwing()).errorHandler(told::add).build();
        manager.establishInbound(manager.admitInbound(ADDRESS), ID);
        manager.establishInbound(manager.admitInbound(ADDRESS), new byte[] {1});
        manager.tick();

        assertThat(told).hasSize(2).allSatisfy(error -> assertThat(error).hasMessage("mine"));
        assertThat(manager.counter(Counter.LISTENER_FAILURES)).isEqualTo(2);
        assertThat(manager.connectedPeers()).isEqualTo(2);
    }

    @Test
    @DisplayName("tests and clusters behind one address")
    void allComeFromOneAddress() {
        PeerManager manager = PeerManager.builder().build();
        Result refusal = Result.DONE;
        for (int i = 0; refusal == Result.DONE; i++) {
            long ticket = manager.admitInbound(ADDRESS);
            if (ticket < 0) {
                refusal = Result.ofRefusal(ticket);
            } else {
                manager.establishInbound(ticket, new byte[] {(byte) i});
            }
        }
        assertThat(refusal).isEqualTo(Result.PREFIX_LIMIT);
        IpAddress address = IpAddress.of(ADDRESS);
        assertThat(manager.explain().inbound(address.hi(), address.lo()).toString())
                .contains("PREFIX_LIMIT")
                .contains("8 of 8");
    }

    @Test
    @DisplayName("restoring from a file that is no snapshot")
    void theFileIsNoSnapshot() throws IOException {
        Path file = Files.writeString(folder.resolve("peers.json"), "{\"peers\": []}\n".repeat(20));
        assertThatThrownBy(() -> PeerManager.builder().restoreFrom(file).build())
                .isInstanceOf(RestoreException.class)
                .hasMessageContainingAll(
                        file.toString(), "is no snapshot", "pass another file, or move it away");
    }

    private static final class Keeping extends Handler {
        private final List<LogRecord> kept;

        Keeping(List<LogRecord> kept) {
            this.kept = kept;
        }

        @Override
        public void publish(LogRecord entry) {
            kept.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** Hears, and does nothing. */
    private static class Deaf implements LifecycleListener {
        @Override
        public void onConnected(long peer, int flaps) {}

        @Override
        public void onDisconnected(long peer, int flaps) {}
    }

    private static final class Throwing extends Deaf {
        @Override
        public void onConnected(long peer, int flaps) {
            throw new IllegalStateException("mine");
        }
    }

    private static final class Expiries extends Deaf {
        private final List<Long> expired;

        Expiries(List<Long> expired) {
            this.expired = expired;
        }

        @Override
        public void onTicketExpired(long ticket, Direction direction) {
            expired.add(ticket);
        }
    }

    private static final class StuckListener extends Deaf {
        private final CountDownLatch inside;
        private final CountDownLatch leave;

        StuckListener(CountDownLatch inside, CountDownLatch leave) {
            this.inside = inside;
            this.leave = leave;
        }

        @Override
        public void onConnected(long peer, int flaps) {
            inside.countDown();
            try {
                leave.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
