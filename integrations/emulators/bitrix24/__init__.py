"""The emulated Bitrix24 portal: leads, open-line chats, REST methods and bot events."""
