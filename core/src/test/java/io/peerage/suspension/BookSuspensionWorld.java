/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.suspension;

import io.peerage.PeerManager;
import io.peerage.config.BookConfig;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.model.AddressBuffer;
import io.peerage.model.AddressTier;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import io.peerage.testing.FakeClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A manager with a small address book: what is told, read and ticked while a thread is suspended in telling, reading or the tick.
 *
 * <p>Loaded by {@link SteppedLoader}. Two threads use it, one at a time. An operation's name is what the suspended thread does, a slash, and
 * what the others do. Each address, key and record names its peer by every byte.
 */
public final class BookSuspensionWorld extends PairedSuspensionWorld {
    private static final int LONG = 40;
    private static final long MAPPED = 0xffffL << 32;
    private static final BookConfig BOOK =
            BookConfig.DEFAULT
                    .sized(3)
                    .addresses(4, 2, LONG)
                    .buckets(16, 16)
                    .blobs(1, LONG, 1, LONG)
                    .handingOff(64);

    private final FakeClock clock = new FakeClock(5);
    private final PeerManager manager =
            PeerManager.builder()
                    .maxPeers(5)
                    .maxConnections(2)
                    .maxTrusted(0)
                    .rateLimit(RateLimit.NONE)
                    .prefixLimits(PrefixLimits.NONE)
                    .hashKey(1, 2)
                    .clock(clock)
                    .book(BOOK)
                    .build();
    private final List<String> wrong = new ArrayList<>();
    private long ticket;
    private int told;

    /** A world to ask for others. */
    public BookSuspensionWorld() {
        this("TELL", "TICK", false);
    }

    private BookSuspensionWorld(String operation, String others, boolean connected) {
        super(operation, others);
        tell(1, 16);
        manager.tick();
        long peer = manager.lookup(id(1));
        manager.book().key(peer, bytes(1, LONG));
        manager.book().record(peer, 1, bytes(1, LONG));
        manager.tick();
        if (connected) {
            ticket = manager.admitOutbound(peer, 0, lo(1, 16));
        }
        if (operation.equals("TICK")) {
            tell(1, 24);
            tell(2, 16);
        }
    }

    @Override
    public List<String> operations() {
        return List.of(
                "TELL/TICK",
                "TELL/TELL",
                "TELL/READ",
                "READ/CHANGE",
                "READ/RECYCLE",
                "READ/TICK",
                "TICK/TELL",
                "TICK/READ",
                "TICK/RELEASE",
                "END/TICK");
    }

    @Override
    SuspensionScenario prepared(String first, String meanwhile, boolean connected) {
        return new BookSuspensionWorld(first, meanwhile, connected);
    }

    @Override
    public void operate(String name) {
        switch (name) {
            case "TELL" -> {
                tell(1, 32);
                tell(3, 16);
            }
            case "READ" -> read();
            case "TICK" -> {
                clock.advance(1_000_000_000L);
                manager.tick();
            }
            case "CHANGE" -> {
                forget();
                // Another takes the slots, and then the peer itself again.
                tell(2, 16);
                manager.tick();
                tell(1, 16);
                manager.tick();
            }
            case "RECYCLE" -> {
                endDial();
                manager.release(manager.lookup(id(1)));
                manager.tick();
                for (int i = 2; i < 6; i++) {
                    manager.register(id(i));
                }
                read();
            }
            case "RELEASE" -> manager.release(manager.lookup(id(1)));
            default -> endDial();
        }
    }

    private static byte[] id(int number) {
        return new byte[] {9, (byte) number};
    }

    private static byte[] bytes(int number, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) number);
        return bytes;
    }

    private static long lo(int number, int length) {
        return MAPPED | number << 24 | length;
    }

    private void tell(int number, int length) {
        int code =
                manager.book()
                        .heard(
                                id(number),
                                bytes(number, length),
                                0,
                                lo(number, length),
                                0,
                                0,
                                AddressTier.HEARD,
                                PeerOrigin.DISCOVERY);
        StepHook.unseen(
                () -> {
                    if (code == Result.DONE.code()) {
                        told++;
                    } else {
                        wrong.add("telling of " + number + " came to " + code);
                    }
                });
    }

    private void forget() {
        long peer = manager.lookup(id(1));
        manager.book().gone(peer, bytes(1, 16), 0, lo(1, 16));
        manager.tick();
    }

    private void endDial() {
        if (ticket > 0) {
            manager.establishOutbound(ticket);
            manager.close(ticket);
            ticket = 0;
        } else {
            tell(2, 24);
        }
    }

    private void read() {
        for (int number = 1; number < 6; number++) {
            long peer = manager.lookup(id(number));
            AddressBuffer own = new AddressBuffer();
            int found = Math.max(0, manager.book().read(peer, own));
            for (int i = 0; i < found; i++) {
                check(own.bytes(), own.offset(i), own.length(i), number, "address");
                check(own.ipLo(i) == lo(number, own.length(i)), "IP of another address");
            }
            byte[] target = new byte[LONG];
            int key = Math.max(0, manager.book().readKey(peer, target));
            check(target, 0, key, number, "key");
            int record = Math.max(0, manager.book().readRecord(peer, target));
            check(target, 0, record, number, "record");
        }
    }

    private void check(byte[] bytes, int offset, int length, int number, String what) {
        for (int i = offset; i < offset + length; i++) {
            check(bytes[i] == (byte) number, what + " with a byte of another peer");
        }
    }

    private void check(boolean fact, String otherwise) {
        if (!fact) {
            wrong.add(otherwise);
        }
    }

    @Override
    public List<String> reconcile() {
        endDial();
        for (int i = 0; i < 3; i++) {
            manager.tick();
        }
        wrong.addAll(manager.verify());
        check(manager.tick() == 0, "something is never done");
        read();
        check(told > 0, "nothing was told");
        check(manager.book().peers() > 0, "nothing is known");
        return wrong;
    }
}
