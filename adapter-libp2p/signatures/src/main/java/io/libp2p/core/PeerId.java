/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core;

import io.libp2p.core.crypto.PubKey;
import io.libp2p.core.multiformats.Signatures;

/** The public signature of jvm-libp2p's class of this name. */
public final class PeerId {
    public static final Companion Companion = new Companion();

    private final byte[] bytes;

    public PeerId(byte[] bytes) {
        this.bytes = bytes;
    }

    public final byte[] getBytes() {
        return bytes;
    }

    public final String toBase58() {
        throw Signatures.noBody();
    }

    public final String toHex() {
        throw Signatures.noBody();
    }

    @Override
    public boolean equals(Object other) {
        throw Signatures.noBody();
    }

    @Override
    public int hashCode() {
        throw Signatures.noBody();
    }

    @Override
    public String toString() {
        throw Signatures.noBody();
    }

    public static final PeerId fromBase58(String value) {
        throw Signatures.noBody();
    }

    public static final PeerId fromHex(String value) {
        throw Signatures.noBody();
    }

    public static final PeerId fromPubKey(PubKey publicKey) {
        throw Signatures.noBody();
    }

    public static final PeerId random() {
        throw Signatures.noBody();
    }

    public static final class Companion {
        private Companion() {}
    }
}
