"""What the database keeps of agreements: sealed rows, wrapped places, and what was published."""

from concord_site.agreements.models.published import Publication as Publication
from concord_site.agreements.models.sealed import Place as Place
from concord_site.agreements.models.sealed import SealedRow as SealedRow
