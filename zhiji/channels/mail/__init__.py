"""E-mail: the channel that receives by SMTP, LMTP and IMAP and sends by SMTP."""
