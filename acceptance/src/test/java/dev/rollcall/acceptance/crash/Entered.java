package dev.rollcall.acceptance.crash;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import net.bytebuddy.asm.Advice;

/**
 * Added to the entry of a method.
 */
final class Entered {

	private Entered() {
	}

	@Advice.OnMethodEnter
	static void passed(@Point String point, @Argument String expected, @Advice.AllArguments Object[] arguments) {
		CrashSwitch.passed(point, expected, arguments);
	}

	/** The point's name. */
	@Retention(RetentionPolicy.RUNTIME)
	@interface Point {

	}

	/** The required first argument. */
	@Retention(RetentionPolicy.RUNTIME)
	@interface Argument {

	}

}
