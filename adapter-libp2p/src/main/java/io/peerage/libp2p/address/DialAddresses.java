/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.address;

import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.core.multiformats.MultiaddrComponent;
import io.libp2p.core.multiformats.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Chooses, of the addresses that a peer is said to have, those that a dial may try.
 *
 * <p>Addresses are hearsay, so a dial tries few of them, all at the IP that the dial was admitted for (a dial that was admitted
 * for none tries names and relays), and none that is somebody else's.
 *
 * <p><b>Threading</b>: pure functions, any thread. <b>Complexity</b>: O(components). <b>Errors</b>: an address that is no good is
 * left out, never an exception.
 */
public final class DialAddresses {
    /** How many addresses one dial tries; the library tries all that it is given at once. */
    public static final int MOST = 8;

    /** How many components an address may have; real ones, relayed and with certificates, have about ten. */
    public static final int MOST_COMPONENTS = 16;

    private DialAddresses() {}

    /**
     * {@return the addresses to try, the first ones first; none if there are none}
     *
     * @param known all that are known
     * @param peerId the peer's id
     * @param ipHi the high word of the address, see {@link io.peerage.model.IpAddress}; both words 0 for none
     * @param ipLo the low word
     */
    public static Multiaddr[] choose(
            Collection<Multiaddr> known, byte[] peerId, long ipHi, long ipLo) {
        List<Multiaddr> chosen = new ArrayList<>(MOST);
        for (Multiaddr address : known) {
            if (chosen.size() < MOST
                    && isOf(address, peerId)
                    && AddressMapper.ipHi(address) == ipHi
                    && AddressMapper.ipLo(address) == ipLo
                    && !contains(chosen, address)) {
                chosen.add(address);
            }
        }
        return chosen.toArray(new Multiaddr[0]);
    }

    private static boolean contains(List<Multiaddr> chosen, Multiaddr address) {
        for (Multiaddr other : chosen) {
            if (isSame(other.getComponents(), address.getComponents())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(List<MultiaddrComponent> one, List<MultiaddrComponent> other) {
        boolean same = one.size() == other.size();
        for (int i = 0; same && i < one.size(); i++) {
            same =
                    one.get(i).getProtocol() == other.get(i).getProtocol()
                            && Arrays.equals(one.get(i).getValue(), other.get(i).getValue());
        }
        return same;
    }

    /**
     * {@return whether an address may be one of this peer: not empty, not overlong, and no other peer named at its end}
     *
     * @param address the address
     * @param peerId the peer's id
     */
    public static boolean isOf(Multiaddr address, byte[] peerId) {
        List<MultiaddrComponent> components = address.getComponents();
        if (components.isEmpty() || components.size() > MOST_COMPONENTS) {
            return false;
        }
        boolean named = true;
        for (int i = 0; i < components.size(); i++) {
            MultiaddrComponent component = components.get(i);
            Protocol protocol = component.getProtocol();
            if (protocol == Protocol.P2PCIRCUIT) {
                // What was named before it is the relay.
                named = true;
            } else if (protocol == Protocol.P2P || protocol == Protocol.IPFS) {
                named = Arrays.equals(component.getValue(), peerId);
            }
        }
        return named;
    }

    /**
     * {@return whether dialing this address asks a name service, and may wait for it}
     *
     * @param address the address
     */
    public static boolean asksNames(Multiaddr address) {
        List<MultiaddrComponent> components = address.getComponents();
        for (int i = 0; i < components.size(); i++) {
            switch (components.get(i).getProtocol()) {
                case DNS, DNS4, DNS6, DNSADDR -> {
                    return true;
                }
                default -> {}
            }
        }
        return false;
    }
}
