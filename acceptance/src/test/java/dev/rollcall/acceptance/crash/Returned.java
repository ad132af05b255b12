package dev.rollcall.acceptance.crash;

import net.bytebuddy.asm.Advice;

/**
 * Woven in where a method returns.
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
