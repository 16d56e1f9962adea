"""The multi-user web application over the core: a Django project, one folder an app."""
