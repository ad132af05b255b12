package dev.rollcall.benchmark.micro;

import java.nio.charset.StandardCharsets;

import de.mkammerer.argon2.Argon2Advanced;
import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import de.mkammerer.argon2.Argon2Version;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A password hash, Argon2id in native code, as registration- and session-service compute
 * it: with Rollcall's parameters, and with Keycloak's.
 */
@State(Scope.Benchmark)
public class HashBenchmark {

	private static final int BYTES = 32;

	private final Argon2Advanced argon2 = Argon2Factory.createAdvanced(Argon2Types.ARGON2id);

	private final byte[] password = "correct horse battery staple".getBytes(StandardCharsets.UTF_8);

	private final byte[] salt = new byte[16];

	/** KiB of memory and iterations. */
	@Param({ "19456/2", "7168/5" })
	private String parameters = "";

	@Benchmark
	public byte[] hash() {
		String[] parts = this.parameters.split("/");
		return this.argon2
			.hashAdvanced(Integer.parseInt(parts[1]), Integer.parseInt(parts[0]), 1, this.password, this.salt, BYTES,
					Argon2Version.V13)
			.getRaw();
	}

}
