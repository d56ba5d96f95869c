"""An app's row is django-otp's; what its secret is made of is ours. The table stays as it is."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = [("otp_totp", "0003_add_timestamps")]
    operations = [
        migrations.CreateModel(
            name="CodeApp",
            fields=[],
            options={"proxy": True, "indexes": [], "constraints": []},
            bases=("otp_totp.totpdevice",),
        ),
    ]
