/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.suspension;

import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import io.peerage.config.BanConfig;
import io.peerage.config.BookConfig;
import io.peerage.config.Cidr;
import io.peerage.config.CidrRules;
import io.peerage.config.PrefixLimits;
import io.peerage.config.PruneConfig;
import io.peerage.config.PrunePolicy;
import io.peerage.config.RateLimit;
import io.peerage.config.ScoreConfig;
import io.peerage.event.CommandSink;
import io.peerage.model.AddressBuffer;
import io.peerage.model.AddressTier;
import io.peerage.model.BanReason;
import io.peerage.model.CloseReason;
import io.peerage.model.DialReason;
import io.peerage.model.PeerOrigin;
import io.peerage.testing.FakeClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A manager with a rate, lists, pruning and snapshots: who comes in, is trimmed or written down while a thread is suspended in one of these.
 *
 * <p>Loaded by {@link SteppedLoader}. Two threads use it, one at a time. An operation's name is what the suspended thread does, a slash, and
 * what the others do. All that is known of a peer follows from its number.
 */
public final class GateSuspensionWorld extends PairedSuspensionWorld implements CommandSink {
    private static final int PEERS = 4;
    private static final int BURST = 3;
    private static final int LOW = -25_000;
    private static final long MAPPED = 0xffffL << 32;
    private static final long RATED = MAPPED | 10L << 24;
    private static final long DENIED = MAPPED | 11L << 24;
    private static final byte[] NO_ID = {9, 0};

    private final FakeClock clock = new FakeClock(5);
    private final PeerManager manager = builder().commandSink(this).build();
    private final List<String> wrong = new ArrayList<>();
    private final List<Long> open = new ArrayList<>();
    // Closed at the end, so that another of the peer comes in before.
    private final List<Long> doomed = new ArrayList<>();
    private final boolean full;
    private byte[] written = {};
    private int granted;
    private int asked = Integer.MAX_VALUE;

    /** A world to ask for others. */
    public GateSuspensionWorld() {
        this("ADMIT", "TICK", false);
    }

    private GateSuspensionWorld(String operation, String others, boolean full) {
        super(operation, others);
        this.full = full;
        for (int i = 1; i <= PEERS; i++) {
            know(i);
        }
        manager.tick();
        for (int i = 0; full && i < PEERS; i++) {
            connect(i + 1);
        }
        if (operation.equals("TICK")) {
            trim(2);
        }
    }

    private PeerManagerBuilder builder() {
        return PeerManager.builder()
                .maxPeers(15)
                .maxConnections(PEERS + BURST)
                .maxInbound(PEERS + BURST)
                .maxOutbound(0)
                .maxTrusted(0)
                .rateLimit(RateLimit.DEFAULT.rate(BURST, Duration.ofSeconds(5)).sized(7))
                .prefixLimits(PrefixLimits.NONE)
                .pruning(PruneConfig.DEFAULT.by(PrunePolicy.GO_LIBP2P.withGrace(Duration.ZERO)))
                .scores(ScoreConfig.DEFAULT)
                .book(
                        BookConfig.DEFAULT
                                .sized(2 * PEERS)
                                .addresses(2 * PEERS, 1, 24)
                                .buckets(16, 16)
                                .blobs(0, 1, 0, 1)
                                .handingOff(64))
                .bans(BanConfig.DEFAULT.sized(2, 2, 2))
                .hashKey(1, 2)
                .epochClock(() -> 1_000_000)
                .clock(clock);
    }

    @Override
    public List<String> operations() {
        return List.of(
                "ADMIT/ADMIT",
                "ADMIT/REPLACE",
                "ADMIT/TICK",
                "TRIM/TRIM",
                "TRIM/TICK",
                "TICK/TRIM",
                "TICK/ADMIT",
                "ESTABLISH/SCORE",
                "SCORE/ESTABLISH",
                "SNAPSHOT/CHANGE",
                "SNAPSHOT/TICK");
    }

    @Override
    SuspensionScenario prepared(String first, String meanwhile, boolean connected) {
        return new GateSuspensionWorld(first, meanwhile, connected);
    }

    @Override
    public void operate(String name) {
        switch (name) {
            case "ADMIT" -> {
                for (int i = 0; i < BURST; i++) {
                    admit(RATED);
                }
            }
            case "REPLACE" -> {
                manager.bans().replaceLists(denying(DENIED));
                admit(RATED);
                refusedAtOnce();
            }
            case "TRIM" -> {
                trim(3);
                trim(1);
            }
            case "ESTABLISH" -> connect(1);
            case "SCORE" -> {
                manager.reputation().add(manager.lookup(id(1)), LOW);
                manager.tick();
            }
            case "SNAPSHOT" -> snapshot();
            case "CHANGE" -> change();
            default -> {
                // Less than a token takes to come.
                clock.advance(1_000_000_000L);
                manager.tick();
            }
        }
    }

    private static CidrRules denying(long ip) {
        return new CidrRules(List.of(), List.of(new Cidr(0, ip, 128)));
    }

    private void refusedAtOnce() {
        check(manager.admitInbound(0, DENIED) < 0, "an address that is denied came in");
    }

    private void admit(long ip) {
        long ticket = manager.admitInbound(0, ip);
        StepHook.unseen(
                () -> {
                    if (ticket > 0) {
                        granted++;
                        manager.abandon(ticket);
                    }
                });
    }

    private void trim(int left) {
        asked = Math.min(asked, left);
        manager.pruning().trimTo(left);
    }

    private void connect(int number) {
        long ticket = manager.admitInbound(0, MAPPED | (20L + number) << 24);
        manager.establishInbound(ticket, id(number));
        StepHook.unseen(() -> open.add(ticket));
    }

    @Override
    public void close(long connection, CloseReason reason) {
        open.remove(connection);
        if (reason == CloseReason.LOW_SCORE) {
            StepHook.unseen(() -> doomed.add(connection));
        } else {
            manager.close(connection);
        }
    }

    @Override
    public void dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {
        wrong.add("a dial without dialing");
    }

    private static byte[] id(int number) {
        return new byte[] {9, (byte) number};
    }

    private static byte[] address(int number) {
        byte[] bytes = new byte[24];
        Arrays.fill(bytes, (byte) number);
        return bytes;
    }

    private static int score(int number) {
        return -1_000 * number;
    }

    private void know(int number) {
        long peer = manager.register(id(number));
        manager.groups().set(peer, number, true);
        manager.reputation().add(peer, score(number));
        manager.book()
                .heard(
                        peer,
                        address(number),
                        0,
                        MAPPED | number,
                        0,
                        0,
                        AddressTier.HEARD,
                        PeerOrigin.DISCOVERY);
    }

    // Places go from those who were known to others.
    private void change() {
        manager.bans().ban(manager.lookup(id(2)), BanReason.BY_HAND);
        manager.release(manager.lookup(id(1)));
        manager.release(manager.lookup(id(3)));
        manager.tick();
        for (int i = PEERS + 1; i <= 2 * PEERS; i++) {
            know(i);
        }
        manager.tick();
    }

    private void snapshot() {
        try {
            Path file = Files.createTempFile("peerage", ".snapshot");
            try {
                manager.snapshot(file);
                written = Files.readAllBytes(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(boolean fact, String otherwise) {
        if (!fact) {
            wrong.add(otherwise);
        }
    }

    @Override
    public List<String> reconcile() {
        for (int i = 0; i < 3; i++) {
            manager.tick();
        }
        doomed.forEach(manager::close);
        manager.tick();
        wrong.addAll(manager.verify());
        check(granted <= BURST, granted + " granted of a burst of " + BURST);
        if (operation.equals("ADMIT")) {
            check(granted == BURST, granted + " granted, and nobody got the rest");
        }
        int connections = manager.inbound();
        // One was banned, or its score is low, and closed.
        boolean oneLess =
                others.equals("CHANGE") || others.equals("SCORE") || operation.equals("SCORE");
        int most = oneLess ? PEERS - 1 : Math.min(PEERS, asked);
        check(connections == (full ? most : 0), connections + " left");
        if (operation.equals("SNAPSHOT")) {
            checkWritten();
        }
        return wrong;
    }

    private void checkWritten() {
        try {
            Path file = Files.createTempFile("peerage", ".snapshot");
            try {
                Files.write(file, written);
                checkRestored(builder().restoreFrom(file).build());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkRestored(PeerManager next) {
        check(next.restored().isComplete(), "restored: " + next.restored());
        AddressBuffer buffer = new AddressBuffer();
        check(next.lookup(NO_ID) < 0, "somebody nobody knows");
        for (int number = 1; number <= 2 * PEERS; number++) {
            long peer = next.lookup(id(number));
            for (int group = 1; peer > 0 && group <= 2 * PEERS; group++) {
                check(
                        group == number || !next.groups().contains(peer, group),
                        "a group of another peer");
            }
            int score = peer > 0 ? next.reputation().score(peer) : 0;
            check(score == 0 || score == score(number), "a score of another peer");
            for (int i = 0; i < Math.max(0, next.book().read(peer, buffer)); i++) {
                byte[] found = new byte[buffer.length(i)];
                buffer.copy(i, found, 0);
                check(Arrays.equals(found, address(number)), "an address of another peer");
            }
        }
        // Who stays known all the time is in it.
        check(next.lookup(id(4)) > 0, "a peer that stayed was left out");
    }
}
