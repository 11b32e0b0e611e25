"""Bitrix24: chat events in; chat, open-line and CRM calls out."""
