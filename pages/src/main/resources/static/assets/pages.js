// What pages do in addition if scripts run: times in the person's own zone, and new notifications as they arrive.
// Every page also works without this file.

const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

function showTime(element, time) {
	element.dateTime = time;
	element.textContent = format.format(new Date(time));
}

for (const element of document.querySelectorAll("time[datetime]")) {
	if (element.dateTime) {
		showTime(element, element.dateTime);
	}
}

function count(unread) {
	unread.hidden = false;
	unread.firstElementChild.textContent = Number(unread.firstElementChild.textContent) + 1;
}

// The same elements as the server's, filled with text only.
function add(list, { notificationId, title, body, occurredAt }) {
	const entry = document.getElementById("entry").content.cloneNode(true);
	entry.querySelector("[data-title]").textContent = title;
	entry.querySelector(".message").textContent = body;
	showTime(entry.querySelector("time"), occurredAt);
	const button = entry.querySelector("button");
	button.setAttribute("aria-label", button.dataset.label.replace("{0}", title));
	entry.querySelector("form").action = `/account/inbox/${encodeURIComponent(notificationId)}/read`;
	list.prepend(entry);
	document.querySelector("[data-empty]")?.remove();
}

const unread = document.querySelector("[data-unread]");
const list = document.querySelector("[data-inbox]");
if (unread || list) {
	const stream = new EventSource("/api/v1/notifications/stream");
	stream.addEventListener("notification", (event) => {
		if (unread) {
			count(unread);
		}
		if (list) {
			add(list, JSON.parse(event.data));
		}
	});
	addEventListener("pagehide", () => stream.close());
}
