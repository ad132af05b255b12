package dev.rollcall.acceptance.crash;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every point names an existing method. A point whose method was renamed would never be
 * hit.
 */
class CrashPointTests {

	private static final Path ROOT = Path.of(System.getProperty("rollcall.root", "..")).toAbsolutePath().normalize();

	@ParameterizedTest
	@EnumSource
	void pointNamesAMethodOfItsService(CrashPoint point) throws IOException {
		try (ClassFileLocator service = service(ROOT.resolve(point.service()).resolve("target"))) {
			TypeDescription type = TypePool.Default.of(service).describe(point.type()).resolve();
			assertThat(type.getDeclaredMethods().filter(CrashAgent.method(point))).as("%s of %s", point, type)
				.isNotEmpty();
		}
	}

	private static ClassFileLocator service(Path target) throws IOException {
		List<ClassFileLocator> jars = new ArrayList<>();
		try (Stream<Path> own = Files.list(target); Stream<Path> libraries = Files.list(target.resolve("lib"))) {
			Stream.concat(own, libraries)
				.filter((file) -> file.toString().endsWith(".jar"))
				.map(Path::toFile)
				.map(CrashPointTests::jar)
				.forEach(jars::add);
		}
		jars.add(ClassFileLocator.ForClassLoader.ofPlatformLoader());
		return new ClassFileLocator.Compound(jars);
	}

	private static ClassFileLocator jar(File file) {
		try {
			return ClassFileLocator.ForJarFile.of(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
