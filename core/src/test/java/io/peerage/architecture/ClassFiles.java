/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What a class file has that an import of its dependencies doesn't show: the monitors that its code enters. */
final class ClassFiles {
    private ClassFiles() {}

    /** The methods of a class that enter a monitor, by a synchronized block. */
    static List<String> methodsWithMonitors(String className) {
        List<String> found = new ArrayList<>();
        reader(className)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access,
                                    String name,
                                    String descriptor,
                                    String signature,
                                    String[] exceptions) {
                                return new MethodVisitor(Opcodes.ASM9) {
                                    @Override
                                    public void visitInsn(int opcode) {
                                        if (opcode == Opcodes.MONITORENTER) {
                                            found.add(name);
                                        }
                                    }
                                };
                            }
                        },
                        ClassReader.SKIP_DEBUG);
        return found;
    }

    private static ClassReader reader(String className) {
        String resource = "/" + className.replace('.', '/') + ".class";
        try (InputStream in = ClassFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new AssertionError("no class file " + resource + " on the class path");
            }
            return new ClassReader(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
