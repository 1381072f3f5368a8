/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

/** Puts a reference manager together: one part a job. Guarded by its manager. */
record ReferenceParts(
        ReferencePeers peers,
        ReferenceLimits limits,
        ReferenceAdmission admission,
        ReferenceDials dials,
        ReferenceConnections connections,
        ReferenceClosings closings,
        ReferenceBans bans,
        ReferencePruning pruning,
        ReferenceLoop loop) {

    /** The parts of a node that knows nobody but itself, if it knows its own id; null if it doesn't. */
    static ReferenceParts of(ReferenceNode node, byte[] localId) {
        int capacity = node.config.peers() + (localId == null ? 0 : 1);
        ReferencePeers peers = new ReferencePeers(node, capacity);
        ReferencePeer self = localId == null ? null : node.peers.get(peers.register(localId));
        if (self != null) {
            peers.learnSelf(self.handle);
        }
        ReferenceLimits limits = new ReferenceLimits(node.config, node.links.values());
        ReferenceAdmission admission = new ReferenceAdmission(node, limits);
        ReferenceDials dials = new ReferenceDials(node);
        ReferenceConnections connections =
                new ReferenceConnections(node, admission, limits, dials, self);
        ReferenceClosings closings = new ReferenceClosings(node, connections);
        ReferenceBans bans = new ReferenceBans(node, closings);
        return new ReferenceParts(
                peers,
                limits,
                admission,
                dials,
                connections,
                closings,
                bans,
                new ReferencePruning(node, closings),
                new ReferenceLoop(node, admission, limits, dials, bans, capacity));
    }
}
