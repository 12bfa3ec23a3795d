"""Write the example workbook into docs/examples."""

from pathlib import Path

from exports.catalogue_example import FILE_NAME, build_example

(Path("docs/examples") / FILE_NAME).write_bytes(build_example())
