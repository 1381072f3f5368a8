/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core;

import io.libp2p.core.crypto.PrivKey;
import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.core.multistream.ProtocolBinding;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The public signature of jvm-libp2p's interface of this name. */
public interface Host {
    PrivKey getPrivKey();

    PeerId getPeerId();

    Network getNetwork();

    AddressBook getAddressBook();

    List<Multiaddr> listenAddresses();

    List<Stream> getStreams();

    CompletableFuture<Void> start();

    CompletableFuture<Void> stop();

    void addStreamVisitor(ChannelVisitor<Stream> visitor);

    void removeStreamVisitor(ChannelVisitor<Stream> visitor);

    void addProtocolHandler(ProtocolBinding<? extends Object> binding);

    List<ProtocolBinding<Object>> getProtocols();

    void removeProtocolHandler(ProtocolBinding<? extends Object> binding);

    void addConnectionHandler(ConnectionHandler handler);

    void removeConnectionHandler(ConnectionHandler handler);

    <TController> StreamPromise<TController> newStream(
            List<String> protocols, Connection connection);

    <TController> StreamPromise<TController> newStream(
            List<String> protocols, PeerId peer, Multiaddr... addresses);
}
