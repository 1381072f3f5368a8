/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import io.peerage.config.Preset;
import io.peerage.stress.sim.NodeProfile;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a preset. */
final class PresetConverter implements ITypeConverter<Preset> {
    @Override
    public Preset convert(String text) {
        for (Preset preset : Preset.values()) {
            if (NodeProfile.label(preset).equals(text)) {
                return preset;
            }
        }
        throw new TypeConversionException(
                "'" + text + "' is no preset; there are " + NodeProfile.labels());
    }
}
