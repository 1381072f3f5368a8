/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** A node that uses the adapter, to be read and to be run; see docs/libp2p.md. */
package io.peerage.example;
