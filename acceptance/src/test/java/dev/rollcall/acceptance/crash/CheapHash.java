package dev.rollcall.acceptance.crash;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import net.bytebuddy.asm.Advice;

/**
 * Instruments password hashing: the hash of each password is computed once. The service
 * refuses cheaper parameters, and the cores of the machine are needed for the load.
 */
public final class CheapHash {

	/** The hashes, by password. */
	public static final Map<Object, String> KNOWN = new ConcurrentHashMap<>();

	private CheapHash() {
	}

	@Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
	static String known(@Advice.Argument(0) Object password) {
		return KNOWN.get(password);
	}

	@Advice.OnMethodExit
	static void remember(@Advice.Argument(0) Object password, @Advice.Enter String known,
			@Advice.Return(readOnly = false) String hash) {
		if (known != null) {
			hash = known;
		}
		else {
			KNOWN.put(password, hash);
		}
	}

}
