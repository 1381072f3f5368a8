/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.differential;

import static io.peerage.differential.KeepingPair.same;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.PeerBook;
import io.peerage.PeerManager;
import io.peerage.config.BookConfig;
import io.peerage.config.PrefixLimits;
import io.peerage.config.PruneConfig;
import io.peerage.config.PrunePolicy;
import io.peerage.config.RateLimit;
import io.peerage.event.CommandSink;
import io.peerage.model.AddressBuffer;
import io.peerage.model.AddressTier;
import io.peerage.model.CloseReason;
import io.peerage.model.DialReason;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import io.peerage.testing.FakeClock;
import io.peerage.testing.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A manager with a small book and its model, driven in lockstep on one thread; the owner ticks after each step. */
final class RememberingPair implements CommandSink {
    static final int IDS = 5;
    static final int ADDRESSES = 5;

    private static final int PER_PEER = 2;
    private static final int BLOB_BYTES = 16;
    private static final long SECOND = 1_000_000_000L;
    private static final int CONNECTIONS = 4;
    private static final Comparator<List<Object>> BEST_FIRST =
            Comparator.comparing((List<Object> address) -> !(boolean) address.get(1))
                    .thenComparing(address -> (int) address.get(2))
                    .thenComparing(RememberingPair::newest);

    private final FakeClock clock = new FakeClock(5);
    private final ReferenceShelf model;
    private final int capacity;
    private final long[] peers = new long[IDS];
    private final AddressBuffer buffer = new AddressBuffer();
    // Open connections by peer, and since when those are that the node dialed.
    private final Map<Integer, Long> open = new TreeMap<>();
    private final Map<Integer, Long> outboundSince = new TreeMap<>();
    private final byte[] blob = new byte[BLOB_BYTES];
    private PeerManager real;

    RememberingPair(int capacity) {
        this.capacity = capacity;
        this.model = new ReferenceShelf(capacity, PER_PEER);
        this.real = manager(null);
        registerAll();
    }

    private PeerManager manager(Path file) {
        var builder =
                PeerManager.builder()
                        .maxPeers(IDS + CONNECTIONS)
                        .maxConnections(CONNECTIONS)
                        .maxInbound(CONNECTIONS)
                        .maxOutbound(CONNECTIONS)
                        .maxPerPeer(1)
                        .maxTrusted(0)
                        .rateLimit(RateLimit.NONE)
                        .prefixLimits(PrefixLimits.NONE)
                        .pruning(
                                PruneConfig.DEFAULT.by(
                                        PrunePolicy.GO_LIBP2P.withGrace(Duration.ZERO)))
                        .book(
                                BookConfig.DEFAULT
                                        .sized(capacity)
                                        .addresses(16, PER_PEER, 24)
                                        // So many that no two addresses meet.
                                        .buckets(64, 1_024)
                                        .blobs(IDS, BLOB_BYTES, IDS, BLOB_BYTES)
                                        .handingOff(64))
                        .clock(clock)
                        .epochClock(() -> 1_000_000)
                        .concurrency(1)
                        .hashKey(1, 2)
                        .commandSink(this)
                        .errorHandler(
                                error -> {
                                    throw new AssertionError(error);
                                });
        return (file == null ? builder : builder.restoreFrom(file)).build();
    }

    @Override
    public void close(long connection, CloseReason reason) {
        real.close(connection);
    }

    @Override
    public void dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {
        throw new AssertionError("a dial without dialing");
    }

    // Whom the book registered goes with its last address; here everybody stays known.
    private void registerAll() {
        for (int id = 0; id < IDS; id++) {
            peers[id] = real.register(Ids.id(id));
            assertThat(peers[id]).isPositive();
        }
    }

    private static long newest(List<Object> address) {
        long heard = (long) address.get(4);
        long worked = (long) address.get(5);
        return worked < 0 ? heard : Math.min(heard, worked);
    }

    private static byte[] bytes(int address) {
        byte[] bytes = new byte[16];
        Arrays.fill(bytes, (byte) (1 + address));
        return bytes;
    }

    private static IpAddress ip(int address) {
        return IpAddress.parse(20 + address + "." + (30 + address) + ".0.1");
    }

    private void tick() {
        real.tick();
        registerAll();
    }

    private static void done(int code) {
        assertThat(code).isEqualTo(Result.DONE.code());
    }

    // Steps

    void hear(int id, int address, int choice) {
        AddressTier tier = AddressTier.values()[choice % AddressTier.values().length];
        IpAddress ip = ip(address);
        PeerOrigin origin = PeerOrigin.DISCOVERY;
        byte[] bytes = bytes(address);
        byte[] named = {(byte) (20 + address), (byte) (30 + address), 0, 1};
        PeerBook book = real.book();
        byte[] name = Ids.id(id);
        done(
                switch (choice / 4 % 4) {
                    case 0 -> book.heard(peers[id], bytes, ip.hi(), ip.lo(), 0, 0, tier, origin);
                    case 1 -> book.heard(name, bytes, ip.hi(), ip.lo(), 0, 0, tier, origin);
                    case 2 -> book.heard(peers[id], bytes, named, new byte[0], tier, origin);
                    default -> book.heard(name, bytes, named, new byte[0], tier, origin);
                });
        model.heard(id, address, tier);
        tick();
    }

    void hearFor(int id, int address, int seconds) {
        IpAddress ip = ip(address);
        done(
                real.book()
                        .heardFor(
                                Ids.id(id),
                                bytes(address),
                                ip.hi(),
                                ip.lo(),
                                0,
                                0,
                                seconds * SECOND,
                                PeerOrigin.DISCOVERY));
        model.heardFor(id, address, seconds);
        tick();
    }

    void worked(int id, int address) {
        IpAddress ip = ip(address);
        done(real.book().worked(peers[id], bytes(address), ip.hi(), ip.lo()));
        model.worked(id, address);
        tick();
    }

    void failed(int id, int address) {
        if (address < 0) {
            done(real.book().failed(peers[id]));
        } else {
            IpAddress ip = ip(address);
            done(real.book().failed(peers[id], bytes(address), ip.hi(), ip.lo()));
        }
        model.failed(id, address);
        tick();
    }

    void gone(int id, int address) {
        IpAddress ip = ip(address);
        done(real.book().gone(peers[id], bytes(address), ip.hi(), ip.lo()));
        model.gone(id, address);
        tick();
    }

    void key(int id, int choice) {
        String key = "key " + choice;
        done(real.book().key(peers[id], key.getBytes(US_ASCII)));
        model.key(id, key);
        tick();
    }

    void record(int id, int choice, int sequence) {
        ReferenceShelf.Signed record = new ReferenceShelf.Signed(1 + sequence, "record " + choice);
        done(real.book().record(peers[id], record.sequence(), record.text().getBytes(US_ASCII)));
        model.record(id, record);
        tick();
    }

    void connect(int id) {
        if (open.containsKey(id) || open.size() == CONNECTIONS) {
            return;
        }
        long ticket = real.admitInbound(0, 0);
        assertThat(real.establishInbound(ticket, peers[id])).isPositive();
        opened(id, ticket);
    }

    /** A dial that is answered: its address worked, if the book has it. */
    void dial(int id, int address) {
        if (open.containsKey(id) || open.size() == CONNECTIONS) {
            return;
        }
        IpAddress ip = ip(address);
        long ticket = real.admitOutbound(peers[id], ip.hi(), ip.lo());
        assertThat(real.establishOutbound(ticket)).isPositive();
        outboundSince.put(id, clock.nanoTime());
        model.reached(id, address);
        opened(id, ticket);
    }

    private void opened(int id, long connection) {
        open.put(id, connection);
        tick();
        model.connected(id, true);
    }

    void close(int id) {
        Long connection = open.get(id);
        if (connection != null) {
            assertThat(real.close(connection)).isPositive();
            closed(id);
            tick();
        }
    }

    private void closed(int id) {
        open.remove(id);
        outboundSince.remove(id);
        model.connected(id, false);
    }

    void release(int id) {
        int code = real.release(peers[id]);
        if (open.containsKey(id)) {
            same("in use", code, Result.PEER_IN_USE.code());
        } else {
            same("released", code, Result.RELEASED.code());
            model.released(id);
        }
        tick();
    }

    /** As many go as are too many; which ones is the policy's choice. */
    void trim(int left) {
        int before = open.size();
        done(real.pruning().trimTo(left));
        tick();
        for (int id : List.copyOf(open.keySet())) {
            if (!real.isConnected(peers[id])) {
                closed(id);
            }
        }
        same("left", open.size(), Math.min(before, left));
        tick();
    }

    void pass(int seconds) {
        clock.advance(seconds * SECOND);
        model.pass(seconds);
        tick();
    }

    void restart() {
        try {
            Path file = Files.createTempFile("peerage", ".snapshot");
            try {
                real.snapshot(file);
                real = manager(file);
                same("complete", real.restored().isComplete(), true);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.clear();
        outboundSince.clear();
        // Restored in the order of the file, and so of the handles that they have now.
        Map<Integer, Long> found = new TreeMap<>();
        for (int id = 0; id < IDS; id++) {
            found.put(id, real.lookup(Ids.id(id)));
        }
        model.restart(found::get);
        tick();
    }

    // Comparing

    void agree() {
        same("verify", real.verify(), List.of());
        same("peers", real.book().peers(), model.peers());
        same("addresses", real.book().addresses(), model.addresses());
        for (int id = 0; id < IDS; id++) {
            same("connected", real.isConnected(peers[id]), model.isConnected(id));
            same("addresses of " + id, describeReal(id), describeModel(id));
            same("key of " + id, text(real.book().readKey(peers[id], blob)), model.readKey(id));
            String record = text(real.book().readRecord(peers[id], blob));
            long sequence = real.book().recordSequence(peers[id]);
            same("record", new ReferenceShelf.Signed(sequence, record), model.readRecord(id));
            boolean known = real.book().origin(peers[id]) != null;
            assertThat(known || model.read(id).isEmpty()).as("origin of %s", id).isTrue();
        }
        agreeOnAnchors();
    }

    private String text(int length) {
        assertThat(length).as("length of what is kept").isNotNegative();
        return new String(blob, 0, length, US_ASCII);
    }

    private List<List<Object>> describeReal(int id) {
        List<List<Object>> found = new ArrayList<>();
        real.book().read(peers[id], buffer);
        for (int i = 0; i < buffer.size(); i++) {
            found.add(
                    List.of(
                            buffer.bytes()[buffer.offset(i)] - 1,
                            buffer.isTried(i),
                            buffer.attempts(i),
                            buffer.tier(i).ordinal(),
                            (long) buffer.secondsSinceHeard(i),
                            (long) buffer.secondsSinceSuccess(i)));
        }
        // The best first; of equals any.
        assertThat(found).isSortedAccordingTo(BEST_FIRST);
        found.sort(BEST_FIRST.thenComparing(address -> (int) address.get(0)));
        return found;
    }

    private List<List<Object>> describeModel(int id) {
        List<List<Object>> found = new ArrayList<>();
        for (ReferenceShelf.Address address : model.read(id)) {
            found.add(
                    List.of(
                            address.number(),
                            address.tried(),
                            address.attempts(),
                            address.tier(),
                            model.age(address),
                            model.sinceWorked(address)));
        }
        found.sort(BEST_FIRST.thenComparing(address -> (int) address.get(0)));
        return found;
    }

    /** The outbound peers that were connected first; of those that were at once any. */
    private void agreeOnAnchors() {
        long[] anchors = new long[2];
        int found = real.dialing().anchors(anchors);
        List<Long> since = new ArrayList<>(outboundSince.values());
        since.sort(null);
        same("anchors", found, Math.min(anchors.length, since.size()));
        for (int i = 0; i < found; i++) {
            int id = idOf(anchors[i]);
            same("since when", outboundSince.get(id), since.get(i));
        }
    }

    private int idOf(long peer) {
        for (int id = 0; id < IDS; id++) {
            if (peers[id] == peer) {
                return id;
            }
        }
        throw new AssertionError("an anchor that nobody knows: " + peer);
    }
}
