# SPDX-License-Identifier: GPL-3.0-or-later
# adapsne_embed_file(<file> <name> <variable>): writes a C++ source that defines
#   extern const unsigned char <name>[]; extern const size_t <name>Size;   in namespace adapsne
# with the file's bytes, and puts the source's path into <variable>.
function(adapsne_embed_file file name variable)
  set(input ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded/${name}.cpp)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${input})
  file(READ ${input} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  file(CONFIGURE OUTPUT ${output} CONTENT "#include <cstddef>
namespace adapsne {
extern const unsigned char ${name}[];
extern const std::size_t ${name}Size;
const unsigned char ${name}[] = {${bytes}};
const std::size_t ${name}Size = sizeof ${name};
}
")
  set(${variable} ${output} PARENT_SCOPE)
endfunction()
