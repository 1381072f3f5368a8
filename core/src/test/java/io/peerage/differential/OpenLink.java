/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.differential;

import io.peerage.model.Direction;
import io.peerage.model.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** A connection of {@link ReferenceKeeper}, with what was told of it. Guarded by it. */
final class OpenLink {
    final long handle;
    final KnownPeer peer;
    final IpAddress address;
    final List<Stream> streams = new ArrayList<>();
    long protocols;
    String agent = "";

    OpenLink(long handle, KnownPeer peer, IpAddress address) {
        this.handle = handle;
        this.peer = peer;
        this.address = address;
    }

    /** An open stream. */
    record Stream(int protocol, Direction direction) {}
}
