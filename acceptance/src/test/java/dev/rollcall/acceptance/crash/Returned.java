package dev.rollcall.acceptance.crash;

import net.bytebuddy.asm.Advice;

/**
 * Added to the return of a method.
 */
final class Returned {

	private Returned() {
	}

	@Advice.OnMethodExit
	static void passed(@Entered.Point String point, @Entered.Argument String expected,
			@Advice.AllArguments Object[] arguments) {
		CrashSwitch.passed(point, expected, arguments);
	}

}
