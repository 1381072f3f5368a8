/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core.multiformats;

/** What every body here does that would need the real library. Not part of jvm-libp2p. */
public final class Signatures {
    private Signatures() {}

    public static UnsupportedOperationException noBody() {
        return new UnsupportedOperationException(
                "a signature without a body: build with -Plibp2p to run against jvm-libp2p");
    }
}
