/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core.dsl;

import io.libp2p.core.Host;
import io.libp2p.core.multiformats.Signatures;
import io.libp2p.core.multistream.ProtocolBinding;
import io.libp2p.core.mux.StreamMuxerProtocol;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The public signature of jvm-libp2p's class of this name. */
public class HostBuilder {
    public HostBuilder() {}

    @SafeVarargs
    public final HostBuilder muxer(Supplier<StreamMuxerProtocol>... muxers) {
        throw Signatures.noBody();
    }

    public final HostBuilder protocol(ProtocolBinding<?>... protocols) {
        throw Signatures.noBody();
    }

    public final HostBuilder listen(String... addresses) {
        throw Signatures.noBody();
    }

    public final HostBuilder builderModifier(Consumer<BuilderJ> modifier) {
        throw Signatures.noBody();
    }

    public Host build() {
        throw Signatures.noBody();
    }
}
