/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.AdmissionParts;
import io.peerage.journal.Recorder;
import io.peerage.model.AddressTier;
import io.peerage.model.PeerOrigin;
import org.jspecify.annotations.Nullable;

/** An address book that is recorded. */
final class RecordedBook extends PeerBook {
    private final Recorder recorder;

    RecordedBook(AdmissionParts parts, @Nullable BookParts book, Recorder recorder) {
        super(parts, book);
        this.recorder = recorder;
    }

    @Override
    public int heard(
            long peer,
            byte[] address,
            long ipHi,
            long ipLo,
            long tellerHi,
            long tellerLo,
            AddressTier tier,
            PeerOrigin origin) {
        return (int)
                recorder.call(
                        "book.heard",
                        () ->
                                super.heard(
                                        peer, address, ipHi, ipLo, tellerHi, tellerLo, tier,
                                        origin),
                        peer,
                        address,
                        ipHi,
                        ipLo,
                        tellerHi,
                        tellerLo,
                        tier,
                        origin);
    }

    @Override
    public int heard(
            long peer,
            byte[] address,
            byte[] ip,
            byte[] teller,
            AddressTier tier,
            PeerOrigin origin) {
        return (int)
                recorder.call(
                        "book.heard",
                        () -> super.heard(peer, address, ip, teller, tier, origin),
                        peer,
                        address,
                        ip,
                        teller,
                        tier,
                        origin);
    }

    @Override
    public int heard(
            byte[] id,
            byte[] address,
            long ipHi,
            long ipLo,
            long tellerHi,
            long tellerLo,
            AddressTier tier,
            PeerOrigin origin) {
        return (int)
                recorder.call(
                        "book.heard",
                        () ->
                                super.heard(
                                        id, address, ipHi, ipLo, tellerHi, tellerLo, tier, origin),
                        id,
                        address,
                        ipHi,
                        ipLo,
                        tellerHi,
                        tellerLo,
                        tier,
                        origin);
    }

    @Override
    public int heard(
            byte[] id,
            byte[] address,
            byte[] ip,
            byte[] teller,
            AddressTier tier,
            PeerOrigin origin) {
        return (int)
                recorder.call(
                        "book.heard",
                        () -> super.heard(id, address, ip, teller, tier, origin),
                        id,
                        address,
                        ip,
                        teller,
                        tier,
                        origin);
    }

    @Override
    public int heardFor(
            byte[] id,
            byte[] address,
            long ipHi,
            long ipLo,
            long tellerHi,
            long tellerLo,
            long keptNanos,
            PeerOrigin origin) {
        return (int)
                recorder.call(
                        "book.heardFor",
                        () ->
                                super.heardFor(
                                        id, address, ipHi, ipLo, tellerHi, tellerLo, keptNanos,
                                        origin),
                        id,
                        address,
                        ipHi,
                        ipLo,
                        tellerHi,
                        tellerLo,
                        keptNanos,
                        origin);
    }

    @Override
    public int worked(long peer, byte[] address, long ipHi, long ipLo) {
        return (int)
                recorder.call(
                        "book.worked",
                        () -> super.worked(peer, address, ipHi, ipLo),
                        peer,
                        address,
                        ipHi,
                        ipLo);
    }

    @Override
    public int failed(long peer, byte[] address, long ipHi, long ipLo) {
        return (int)
                recorder.call(
                        "book.failed",
                        () -> super.failed(peer, address, ipHi, ipLo),
                        peer,
                        address,
                        ipHi,
                        ipLo);
    }

    @Override
    public int failed(long peer) {
        return (int) recorder.call("book.failed", () -> super.failed(peer), peer);
    }

    @Override
    public int gone(long peer, byte[] address, long ipHi, long ipLo) {
        return (int)
                recorder.call(
                        "book.gone",
                        () -> super.gone(peer, address, ipHi, ipLo),
                        peer,
                        address,
                        ipHi,
                        ipLo);
    }

    @Override
    public int key(long peer, byte[] key) {
        return (int) recorder.call("book.key", () -> super.key(peer, key), peer, key);
    }

    @Override
    public int record(long peer, long sequence, byte[] bytes) {
        return (int)
                recorder.call(
                        "book.record",
                        () -> super.record(peer, sequence, bytes),
                        peer,
                        sequence,
                        bytes);
    }
}
