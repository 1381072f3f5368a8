/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import io.peerage.concurrent.AnyThread;
import io.peerage.config.Cidr;
import io.peerage.config.Trust;
import io.peerage.connection.ConnectionWord;
import io.peerage.model.LimitKind;
import io.peerage.model.PeerFlag;
import io.peerage.peer.PeerWord;

/**
 * Who is trusted, and past which limits.
 *
 * <p><b>Threading</b>: immutable, any thread. <b>Progress</b>: wait-free. <b>Complexity</b>: O(trusted networks).
 * <b>Origin</b>: features B8.
 */
@AnyThread
public final class TrustRules {
    private final Cidr[] networks;
    private final boolean pastPeerLimit;
    private final boolean pastPrefixLimit;

    /** The rules that a configuration gives. */
    public TrustRules(Trust trust) {
        this.networks = trust.networks().toArray(new Cidr[0]);
        this.pastPeerLimit = trust.bypasses(LimitKind.PEER);
        this.pastPrefixLimit = trust.bypasses(LimitKind.PREFIX);
    }

    boolean isTrustedNetwork(long hi, long lo) {
        for (Cidr network : networks) {
            if (network.contains(hi, lo)) {
                return true;
            }
        }
        return false;
    }

    boolean isTrusted(long peerWord) {
        return PeerWord.has(peerWord, PeerFlag.TRUSTED);
    }

    /** How many connections a peer may have, given whether its connection holds a trusted place. */
    int mostConnections(long peerWord, long held, int perPeer) {
        boolean trusted =
                isTrusted(peerWord) || ConnectionWord.has(held, ConnectionWord.HOLDS_TRUSTED);
        return trusted && pastPeerLimit ? PeerWord.MOST_CONNECTIONS : perPeer;
    }

    boolean bypassesPrefixes(long held) {
        return pastPrefixLimit && ConnectionWord.has(held, ConnectionWord.HOLDS_TRUSTED);
    }

    boolean bypassesPrefixes() {
        return pastPrefixLimit;
    }
}
